import sharp from 'sharp';

const CARD = { width: 1011, height: 638 };
/** Portrait on the card: about 26 x 33 mm at 300 dpi, as on a driver's license. */
const PORTRAIT = { left: 60, top: 150, width: 310, height: 390 };

/**
 * Composes an identity card from a portrait: pale print under a security pattern, slightly rotated on a
 * table. No npm package contains photos of real cards, and this repository should not either.
 * @param portrait JPEG or PNG in which the face fills most of the frame
 * @param name of the holder, as printed on the card
 * @returns JPEG of the card on a table, 1400 x 1000 px
 */
export async function composeIdentityCard(portrait: Buffer, name: string): Promise<Buffer> {
  const photo = await sharp(portrait)
    .rotate()
    .resize(PORTRAIT.width, PORTRAIT.height, { fit: 'cover', position: 'attention' })
    .modulate({ saturation: 0.6 })
    .linear(0.9, 18)
    .toBuffer();
  const card = await sharp(Buffer.from(cardSvg(name)))
    .composite([
      { input: photo, left: PORTRAIT.left, top: PORTRAIT.top },
      { input: Buffer.from(patternSvg()), left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
  const askew = await sharp(card).rotate(3, { background: '#6b5b4b' }).toBuffer();
  return sharp({ create: { width: 1400, height: 1000, channels: 3, background: '#6b5b4b' } })
    .composite([{ input: askew, gravity: 'center' }])
    .jpeg({ quality: 88 })
    .toBuffer();
}

function cardSvg(name: string): string {
  const line = (y: number, label: string, value: string) =>
    `<text x="420" y="${y}" font-size="20" fill="#557">${label}</text><text x="420" y="${y + 36}" font-size="34" fill="#223">${value}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}" font-family="sans-serif">
    <rect width="100%" height="100%" rx="36" fill="#dfe9e6"/>
    <text x="60" y="90" font-size="44" font-weight="bold" fill="#1f4e79">IDENTITY CARD</text>
    ${line(190, 'Name', name.toUpperCase())}${line(290, 'Date of birth', '01.01.1980')}${line(390, 'Document no.', 'SPECIMEN 0000')}
  </svg>`;
}

function patternSvg(): string {
  const waves = Array.from(
    { length: 32 },
    (_, row) => `<path d="M0 ${row * 20} q 126 -26 252 0 t 252 0 t 252 0 t 255 0"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}">
    <g fill="none" stroke="#5f9ea0" stroke-width="0.8" opacity="0.35">${waves.join('')}</g></svg>`;
}
