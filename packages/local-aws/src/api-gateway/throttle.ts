/** One entry of a stage's method settings. */
export interface ThrottleSetting {
  /** HTTP method or `*`. */
  readonly method: string;
  /** Resource path or `*`. */
  readonly resourcePath: string;
  /** Requests a second; undefined leaves it to the account's limit, which is not met on a laptop. */
  readonly ratePerSecond: number | undefined;
  readonly burst: number | undefined;
}

export interface Throttle {
  /** Takes one request's share; false when it must be answered 429. */
  admit(method: string, resourcePath: string): boolean;
}

interface Bucket {
  readonly setting: ThrottleSetting;
  tokens: number;
  refilledAt: number;
}

/**
 * Token buckets as API Gateway has them: refilled at the rate, as deep as the burst. A method with a setting
 * of its own has its own bucket, all others share the stage's.
 * @param now milliseconds since the epoch.
 */
export function createThrottle(settings: readonly ThrottleSetting[], now: () => number): Throttle {
  const buckets: Bucket[] = settings
    .filter((setting) => setting.ratePerSecond !== undefined)
    .map((setting) => ({ setting, tokens: capacity(setting), refilledAt: now() }));
  const specific = (setting: ThrottleSetting): number =>
    Number(setting.method !== '*') + Number(setting.resourcePath !== '*');
  buckets.sort((a, b) => specific(b.setting) - specific(a.setting));

  return {
    admit: (method, resourcePath) => {
      const bucket = buckets.find(
        ({ setting }) =>
          (setting.method === '*' || setting.method === method) &&
          (setting.resourcePath === '*' || setting.resourcePath === resourcePath),
      );
      if (!bucket) return true;
      refill(bucket, now());
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}

function refill(bucket: Bucket, now: number): void {
  const seconds = Math.max(0, now - bucket.refilledAt) / 1000;
  bucket.tokens = Math.min(
    capacity(bucket.setting),
    bucket.tokens + seconds * (bucket.setting.ratePerSecond ?? 0),
  );
  bucket.refilledAt = now;
}

function capacity({ burst, ratePerSecond }: ThrottleSetting): number {
  return burst ?? ratePerSecond ?? 0;
}
