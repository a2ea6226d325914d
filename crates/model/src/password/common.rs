//! Well-known passwords. Our own list, written down from what every guesser tries first: words, names, rows of keys,
//! years, and how people "improve" them.

/// Whether the password is well known, alone or written several times over, whatever its case and the few digits and
/// marks at its end.
pub(super) fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let core = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    let improved = lower.len() - core.len() <= MOST_ADDED && is_listed(core);
    is_listed(&lower) || improved || is_repeated(&lower)
}

/// How many digits and marks after a well-known word do not make it another.
const MOST_ADDED: usize = 6;

/// The longest piece that makes a well-known password by being repeated.
const LONGEST_PIECE: usize = 8;

fn is_listed(text: &str) -> bool {
    COMMON.binary_search(&text).is_ok()
}

/// Whether it is one piece again and again: `aaaaaaaaaaaa`, `qwe123qwe123`, `passwordpassword`.
fn is_repeated(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let repeats = |size: &usize| {
        let piece = &letters[..*size];
        letters.len().is_multiple_of(*size) && letters.chunks(*size).all(|other| other == piece)
    };
    let known = |size: usize| size <= LONGEST_PIECE || is_listed(&letters[..size].iter().collect::<String>());
    (1..=letters.len() / 2).filter(repeats).any(known)
}

/// Sorted, in lower case.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "00000000", "000000000", "0000000000", "0123456789", "0987654321", "11111111", "111111111", "1111111111",
    "11223344", "112233445566", "12121212", "123123123", "123321123", "12341234", "12345678", "12345678!",
    "123456789", "123456789!", "1234567890", "1234567890a", "1234567890q", "12345678910", "1234567899", "123456789a",
    "123456789q", "12345678a", "12345678q", "1234567a", "1234567q", "123456ab", "123456abc", "123456qwerty",
    "12345qwert", "1234abcd", "1234qwer", "123abc123", "123qweasd", "123qweasdzxc", "147258369", "147852369",
    "159357258", "159753456", "1password", "1q2w3e4r", "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz1qaz", "1qaz2wsx",
    "1qaz2wsx3edc", "1qazxsw2", "22222222", "258456789", "321654987", "33333333", "44444444", "456789123", "55555555",
    "66666666", "741852963", "77777777", "789456123", "87654321", "88888888", "963852741", "987654321", "9876543210",
    "987654321a", "99999999", "a1234567", "a12345678", "a123456789", "a1b2c3d4", "a1b2c3d4e5", "aa123456",
    "aa12345678", "aaaaaaaa", "aaaaaaaaa", "abc123!!", "abc12345", "abc123456", "abc123abc", "abc123def456",
    "abcabcabc", "abcd123!", "abcd1234", "abcd12345", "abcdef", "abcdef123", "abcdefg", "abcdefg1", "abcdefgh",
    "abcdefghi", "abracadabra", "access", "access123", "access14", "account", "account1", "admin", "admin123",
    "admin123!", "admin1234", "admin12345", "admin@123", "adminadmin", "administrator", "administrator1", "alexander",
    "alexandra", "andrew", "andrew123", "android", "android1", "angel", "angel123", "angelina", "angels", "angels123",
    "anthony", "anthony1", "apple", "apple123", "arsenal", "arsenal1", "arsenal123", "asdasdasd", "asdf1234",
    "asdfasdf", "asdfghjk", "asdfghjkl", "asdqwe", "asdqwe123", "ashley", "ashley123", "asshole", "asshole1",
    "autumn", "autumn123", "autumn2024", "autumn2025", "autumn2026", "azerty", "azerty123", "azertyuiop", "badboy",
    "badboy123", "badgirl", "badgirl1", "banana", "banana123", "barcelona", "barcelona1", "baseball", "baseball1",
    "basketball", "basketball1", "batman", "batman123", "beatles", "beatles1", "benjamin", "bigdaddy", "bigdaddy1",
    "biteme", "biteme123", "black", "black123", "blahblah", "blahblah1", "blessed", "blessed1", "blessing", "blink",
    "blink182", "blue1234", "bmw12345", "bullshit", "business", "business1", "butterfly", "butterfly1", "camaro",
    "camaro123", "celtic", "celtic123", "changeit", "changeit!", "changeme", "changeme1", "changeme123", "charlie",
    "charlie1", "charlie123", "cheese", "cheese123", "chelsea", "chelsea1", "chelsea123", "chevrolet", "chevy",
    "chevy123", "chocolate", "chocolate1", "christ", "christ123", "christian", "christopher", "church", "church123",
    "cisco", "cisco123", "college", "college1", "company", "company1", "company123", "computer", "computer1",
    "computer123", "contrasena", "contraseña", "cookie", "cookie123", "correct horse battery staple",
    "correcthorsebatterystaple", "corvette", "corvette1", "cowboys", "cowboys1", "cupcake", "cupcake1", "customer",
    "customer1", "daniel", "daniel123", "darthvader", "database", "database1", "december", "default", "default1",
    "defaultpassword", "demo1234", "demodemo", "diamond", "diamond1", "diamonds", "dolphin", "dolphin1", "dolphins",
    "dragon", "dragon12", "dragon123", "dragonball", "drowssap", "drummer", "drummer1", "eagles", "eagles123",
    "elephant", "elephant1", "elizabeth", "eminem", "eminem123", "employee", "employee1", "everton", "everton1",
    "facebook", "facebook1", "faith", "faith123", "february", "ferrari", "ferrari1", "football", "football1",
    "football123", "forever", "forever1", "forever123", "friday", "friday123", "frodo", "frodo123", "fuckoff",
    "fuckoff1", "fuckyou", "fuckyou!", "fuckyou1", "fuckyou123", "gandalf", "gandalf1", "gateway", "gateway1",
    "giants", "giants123", "ginger", "ginger123", "godisgood", "godislove", "golden", "golden123", "goodbye",
    "goodbye1", "google", "google123", "googlegoogle", "grace", "grace123", "green", "green123", "greenday",
    "greenday1", "gryffindor", "guest", "guest123", "guestguest", "guitar", "guitar123", "hacker", "hacker123",
    "harley", "harley123", "harrypotter", "heaven", "heaven123", "hello", "hello123", "hello1234", "hellohello",
    "helloworld", "helpdesk", "helpdesk1", "hogwarts", "honda", "honda123", "hulk1234", "hunter", "hunter12",
    "hunter123", "iamthebest", "ihateyou", "ihateyou1", "ilovegod", "iloveme", "iloveme1", "iloveyou", "iloveyou!",
    "iloveyou1", "iloveyou12", "iloveyou123", "iloveyou2", "ineverforget", "instagram", "internet", "internet1",
    "internet123", "iphone", "iphone123", "ironman", "ironman1", "january", "january1", "january2025", "jedi1234",
    "jennifer", "jennifer1", "jessica", "jessica1", "jesus", "jesus123", "jesus777", "jesuschrist", "jonathan",
    "jordan", "jordan23", "joshua", "joshua123", "juventus", "kawasaki", "keyboard", "killer", "killer123", "lakers",
    "lakers24", "letmein", "letmein!", "letmein1", "letmein12", "letmein123", "lightning", "linkedin", "linkedin1",
    "linux", "linux123", "liverpool", "liverpool1", "lkjhgfdsa", "login", "login123", "login1234", "loginlogin",
    "losenord", "lovelove", "loveme", "loveme123", "loveyou", "loveyou1", "loveyou123", "lösenord", "manager",
    "manager1", "manchester", "manchester1", "master", "master123", "masterkey", "matrix", "matrix01", "matrix123",
    "matthew", "matthew1", "mercedes", "mercedes1", "metallica", "metallica1", "michael", "michael1", "michael123",
    "michelle", "michelle1", "microsoft", "microsoft1", "midnight", "midnight1", "minecraft", "minecraft1", "mnbvcxz",
    "mnbvcxz1", "monday", "monday123", "monkey", "monkey12", "monkey123", "moonlight", "mordor", "mordor123",
    "motdepasse", "motherfucker", "musiclover", "mustang", "mustang1", "mylove", "mylove123", "mypassword",
    "mypassword1", "nathaniel", "naughty", "naughty1", "network", "network1", "network123", "newcastle", "newcastle1",
    "newpass", "newpass123", "newpassword", "newpassword1", "nicole", "nicole123", "nintendo", "nirvana", "nirvana1",
    "nopassword", "november", "obiwan", "obiwan123", "office", "office123", "oldpassword", "open sesame",
    "opensesame", "oracle", "oracle123", "orange", "orange123", "p455w0rd", "p455word", "p@$$w0rd", "p@$$word",
    "p@ss1234", "p@ssw0rd", "p@ssw0rd1", "p@ssw0rd123", "p@ssword", "p@ssword1", "pa$$w0rd", "pa$$word", "pa55w0rd",
    "pa55word", "packers", "packers1", "panther", "panther1", "parola", "parola123", "pass123!", "pass1234",
    "pass12345", "pass@123", "pass@1234", "pass@word", "pass@word1", "passcode", "passcode123", "passpass",
    "passphrase", "passw0rd", "passw0rd1", "password", "password!", "password-1", "password.1", "password00",
    "password01", "password1", "password1!", "password11", "password12", "password123", "password123!",
    "password1234", "password12345", "password2", "password2023", "password2024", "password2025", "password2026",
    "password22", "password99", "password_1", "passwordpassword", "passwort", "passwort1", "passwort123", "patricia",
    "patriots", "penguin", "penguin1", "pepper", "pepper123", "phoenix", "phoenix1", "pinkpink", "playboy",
    "playboy1", "playstation", "poiuytrewq", "pokemon", "pokemon1", "pokemon123", "porsche", "porsche911", "princess",
    "princess1", "princess123", "purple", "purple123", "pussycat", "q1234567", "q1w2e3r4", "q1w2e3r4t5", "qazwsx",
    "qazwsx123", "qazwsxedc", "qwe123qwe", "qweasd", "qweasd123", "qweasdzxc", "qwer1234", "qwer1234!", "qwerqwer",
    "qwerty", "qwerty1!", "qwerty12", "qwerty123", "qwerty123!", "qwerty1234", "qwerty12345", "qwerty123456",
    "qwertyqwerty", "qwertyui", "qwertyuio", "qwertyuiop", "qwertz", "qwertz123", "qwertzuiop", "rainbow", "rainbow1",
    "rainbow123", "rangers", "rangers1", "realmadrid", "red12345", "redsox", "redsox123", "rockstar", "rockstar1",
    "rockyou", "rockyou1", "root1234", "rootroot", "samantha", "sample", "sample123", "samsung", "samsung1",
    "samsung123", "sapphire", "saturday", "school", "school123", "scorpion", "scorpion1", "secret", "secret123",
    "secret1234", "security", "security1", "september", "server", "server123", "service", "service1", "sexygirl",
    "sexysexy", "shadow", "shadow12", "shadow123", "signin", "signin123", "silver", "silver123", "skywalker",
    "slipknot", "slipknot1", "soccer", "soccer123", "softball", "softball1", "spiderman", "spiderman1", "spring",
    "spring123", "spring2024", "spring2025", "spring2026", "starlight", "startrek", "starwars", "starwars1",
    "steelers", "steelers1", "stephanie", "student", "student1", "student123", "summer", "summer123", "summer2023",
    "summer2024", "summer2025", "summer2026", "sunshine", "sunshine1", "sunshine123", "superman", "superman1",
    "supersecret", "superuser", "support", "support1", "support123", "sweetheart", "sweetie", "sweetie1", "sysadmin",
    "sysadmin1", "teacher", "teacher1", "temp1234", "temporary", "temporary1", "temppass", "test123!", "test1234",
    "test12345", "testing", "testing1", "testing123", "testtest", "thepassword", "thisisapassword",
    "thisismypassword", "thunder", "thunder1", "thursday", "tigger", "tigger12", "tigger123", "toor1234", "topsecret",
    "tottenham", "toyota", "toyota123", "transformers", "trustno", "trustno1", "trustno1!", "twitter", "twitter1",
    "university", "user1234", "username", "veronica", "victoria", "voldemort", "volleyball", "wachtwoord",
    "wachtwoord1", "wednesday", "welcome", "welcome!", "welcome1", "welcome1!", "welcome12", "welcome123",
    "welcome123!", "welcome2024", "welcome2025", "welcome2026", "whatever", "whatever1", "white", "white123",
    "whoareyou", "windows", "windows10", "windows11", "windows123", "winter", "winter123", "winter2023", "winter2024",
    "winter2025", "winter2026", "work1234", "yamaha", "yamaha123", "yankees", "yankees1", "yellow", "yellow123",
    "yoda1234", "yourpassword", "youtube", "youtube1", "z1234567", "zaq12wsx", "zaq1xsw2", "zaq1zaq1", "zxcvbnm",
    "zxcvbnm,./", "zxcvbnm1", "zxcvbnm123",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_worth_its_place() {
        assert!(COMMON.is_sorted());
        assert!(COMMON.len() > 500, "{}", COMMON.len());
        assert!(COMMON.iter().all(|word| word.chars().count() >= 5 && **word == word.to_lowercase()));
    }

    #[test]
    fn what_is_common_is_found() {
        for common in [
            "password",
            "PassWord",
            "Password123!",
            "sunshine99",
            "passwordpassword",
            "aaaaaaaaaaaaaaaa",
            "qwe123qwe123",
            "Welcome2025!",
            "Hunter20!",
            "administratoradministrator",
            "correct horse battery staple",
            "123456781234567812345678",
        ] {
            assert!(is_common(common), "{common}");
        }
        for own in [
            "violet-otter-7-basin",
            "welcome2083192",
            "sunshinesunshined",
            "otterbasinotterbasin",
            "passwordsofmine",
            "abababc",
            "",
            "a",
            "sunshinelover of 99",
        ] {
            assert!(!is_common(own), "{own}");
        }
    }
}
