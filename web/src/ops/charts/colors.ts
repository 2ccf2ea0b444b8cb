/** Colors of series in their order, as custom properties of ops.css: each theme has its own. */
export const SERIES_COLORS = Array.from({ length: 8 }, (_, index) => `--series-${index + 1}`);

/** Returns the custom property of the series at this place. */
export const seriesColor = (index: number): string =>
  SERIES_COLORS[index % SERIES_COLORS.length] ?? '--series-1';
