/**
 * Counts the segments of an SMS. A text of the GSM 7-bit default alphabet takes 160 septets, or 153 in each part of
 * several; a character of the extension table takes two. Any other character makes the whole text UCS-2: 70 code units,
 * or 67 a part. Source: 3GPP TS 23.038 §6.1.2.1 (alphabet), §6.1.2.1.1 (extension table); TS 23.040 §9.2.3.24.1 (six
 * octets of each part say which part it is). A part never ends inside an escaped character or a surrogate pair.
 */
export function segmentsOf(text: string): number {
  const characters = [...text];
  const widths = characters.map(septets);
  if (widths.every((width) => width !== undefined)) return parts(widths, 160, 153);
  return parts(
    characters.map((character) => character.length),
    70,
    67,
  );
}

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extension = new Set('\f^{}\\[~]|€');

function septets(character: string): number | undefined {
  if (basic.has(character)) return 1;
  return extension.has(character) ? 2 : undefined;
}

function parts(widths: readonly number[], alone: number, each: number): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total === 0) return 0;
  if (total <= alone) return 1;
  let count = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > each) {
      count += 1;
      used = 0;
    }
    used += width;
  }
  return count;
}
