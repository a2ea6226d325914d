// What a page weighs, with everything that it fetches.

/** Begins to count what a page fetches; the function it gives says it, in bytes without compression. */
export function weigh(page) {
  const bodies = [];
  const listen = response => {
    if (response.status() >= 300) return;
    bodies.push(response.body().then(body => ({ url: response.url(), bytes: body.length })));
  };
  page.on('response', listen);
  return async () => {
    await page.waitForLoadState('load');
    page.off('response', listen);
    const parts = await Promise.all(bodies);
    return { parts, bytes: parts.reduce((sum, part) => sum + part.bytes, 0) };
  };
}

/** Bytes of everything that a fresh browser fetches to show this address. */
export async function weight(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const heavy = weigh(page);
  await page.goto(url);
  const result = await heavy();
  await context.close();
  return result;
}
