const LOCALE = 'en-US';

/** Calls of Rekognition cost tenths of a cent. */
const DIGITS_OF_CENTS = 4;

/** Writes US dollars: to the cent from one dollar on, below it to a hundredth of a cent. */
export function formatMoney(dollars: number): string {
  const isSmall = Math.abs(dollars) < 1 && dollars !== 0;
  return new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: isSmall ? DIGITS_OF_CENTS : 2,
  }).format(dollars);
}

/** Writes a percentage with at most two decimals. @param percent from 0 to 100 */
export const formatPercent = (percent: number): string => `${formatNumber(percent)}%`;

/** Writes a number with separators and at most two decimals. */
export const formatNumber = (value: number): string =>
  new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 }).format(value);
