import { expect, it } from 'vitest';
import { qrDrawing } from '../../src/qr-code/qr-drawing.ts';

it('draws a code with a light border of four modules, larger for a longer text', () => {
  const [short, long] = [qrDrawing('a'), qrDrawing('a'.repeat(200))];
  // the smallest code has 21 modules along a side (ISO/IEC 18004)
  expect(short.size).toBe(21 + 2 * 4);
  expect(long.size).toBeGreaterThan(short.size);
  const places = [...long.path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].flatMap(([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  expect(Math.min(...places)).toBe(4);
  expect(Math.max(...places)).toBe(long.size - 1 - 4);
});
