import { formatDistance, formatTime } from '../format/times.ts';

/** A time with its zone; how far it is away shows on hover. */
export const Time = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={formatDistance(at, Date.now())}>
    {formatTime(at)}
  </time>
);

/** How far a time is away; the time itself shows on hover. */
export const Distance = ({ to }: { readonly to: string }) => (
  <time dateTime={to} title={formatTime(to)}>
    {formatDistance(to, Date.now())}
  </time>
);
