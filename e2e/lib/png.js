// Pictures to upload.
import { PNG } from 'pngjs';

/** A PNG of one colour. */
export function png(width, height, [red, green, blue]) {
  const picture = new PNG({ width, height });
  for (let at = 0; at < picture.data.length; at += 4) picture.data.set([red, green, blue, 255], at);
  return PNG.sync.write(picture);
}
