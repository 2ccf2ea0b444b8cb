import qrcode from 'qrcode-generator';

/** Modules of white around a code, by which readers find it (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** A QR code as a path of dark modules, in a square with its light border. */
export interface QrDrawing {
  /** Modules along a side. */
  readonly size: number;
  /** Data of an SVG path. */
  readonly path: string;
}

/** Draws the QR code of a text. */
export function qrDrawing(text: string): QrDrawing {
  // the smallest size that holds the text, and still can be read with 15 % of it covered
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const modules: string[] = [];
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++)
      if (code.isDark(row, column)) modules.push(`M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`);
  return { size: count + 2 * QUIET_ZONE, path: modules.join('') };
}
