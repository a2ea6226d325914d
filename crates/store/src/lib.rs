//! The only SQL: one text per statement, SQLite and PostgreSQL.
