import type { Gauge } from '../format/gauge.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** A value against its limits as a small bar. The text beside it says the same. */
export const GaugeBar = ({ gauge: { value, from, to } }: { readonly gauge: Gauge }) => (
  <div
    className={`gauge ${value >= from && value <= to ? 'gauge-within' : 'gauge-beyond'}`}
    aria-hidden="true"
  >
    <div
      className="gauge-allowed"
      style={{ insetInlineStart: percent(from), inlineSize: percent(to - from) }}
    />
    <div className="gauge-value" style={{ insetInlineStart: percent(value) }} />
  </div>
);
