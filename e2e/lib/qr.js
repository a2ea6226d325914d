// What a phone's camera reads off a page.
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** The text of the QR code in a picture of what a locator finds; none where there is no code that can be read. */
export async function scanned(locator) {
  const { data, width, height } = PNG.sync.read(await locator.screenshot());
  return jsQR(new Uint8ClampedArray(data), width, height)?.data;
}
