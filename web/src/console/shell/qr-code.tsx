import { useMemo } from 'react';
import { qrDrawing } from '../../qr-code/qr-drawing.ts';

/** A QR code of a text; the style sheet gives it its light ground. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => qrDrawing(text), [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" shapeRendering="crispEdges">
      <title>{label}</title>
      <path d={path} fill="#000" />
    </svg>
  );
}
