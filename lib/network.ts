import { z } from 'zod';

/** Settings of the network that functions run in. */
export const networkSchema = z.strictObject({
  /** Availability zones, each with a subnet and a billed address of every interface endpoint. */
  zones: z.int().min(2).max(3).default(2),
});

export type NetworkSettings = z.infer<typeof networkSchema>;

interface Surroundings {
  readonly region: string;
  readonly fips: boolean;
  readonly network?: NetworkSettings | undefined;
  readonly secondRegion?: { readonly region: string } | undefined;
  readonly statelessRegions: readonly string[];
  readonly importBuckets: readonly { readonly bucket: string; readonly region?: string | undefined }[];
}

/** Returns why the functions of a config need a way to the internet, each with the setting to change. */
export function networkProblems({
  region,
  fips,
  network,
  secondRegion,
  statelessRegions,
  importBuckets,
}: Surroundings): { readonly path: string[]; readonly message: string }[] {
  if (!network) return [];
  const elsewhere = importBuckets.filter((bucket) => (bucket.region ?? region) !== region);
  return [
    ...(secondRegion
      ? [
          {
            path: ['secondRegion'],
            message: `functions in a network reach only "${region}", because an endpoint serves its own region; remove secondRegion or network`,
          },
        ]
      : []),
    ...(statelessRegions.length > 0
      ? [
          {
            path: ['statelessRegions'],
            message: `functions in a network reach only "${region}", because an endpoint serves its own region; remove statelessRegions or network`,
          },
        ]
      : []),
    ...elsewhere.map(({ bucket }) => ({
      path: ['importBuckets'],
      message: `functions in a network reach only "${region}", and bucket "${bucket}" is elsewhere; remove it or network`,
    })),
    ...(fips
      ? [
          {
            path: ['fips'],
            message: 'the endpoints of a network are not those of FIPS; remove fips or network',
          },
        ]
      : []),
  ];
}
