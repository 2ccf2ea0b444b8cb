/**
 * Regions where Rekognition has a FIPS endpoint, without those of AWS GovCloud.
 * @see https://docs.aws.amazon.com/general/latest/gr/rekognition.html
 */
const FIPS_REGIONS = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1'] as const;

interface FipsSettings {
  readonly fips: boolean;
  readonly region: string;
  readonly secondRegion?: { readonly region: string } | undefined;
  readonly statelessRegions: readonly string[];
  readonly rekognitionEndpoint?: string | undefined;
}

/** Returns why the functions of a config cannot use FIPS endpoints, each with the setting to change. */
export function fipsProblems({
  fips,
  region,
  secondRegion,
  statelessRegions,
  rekognitionEndpoint,
}: FipsSettings): { readonly path: string[]; readonly message: string }[] {
  if (!fips) return [];
  const regions: readonly (readonly [string, string | undefined])[] = [
    ['region', region],
    ['secondRegion', secondRegion?.region],
    ...statelessRegions.map((name) => ['statelessRegions', name] as const),
  ];
  const without = regions.flatMap(([setting, name]) =>
    name === undefined || (FIPS_REGIONS as readonly string[]).includes(name)
      ? []
      : [
          {
            path: [setting],
            message: `Rekognition has no FIPS endpoint in "${name}"; use one of ${FIPS_REGIONS.join(', ')}, or remove fips`,
          },
        ],
  );
  if (rekognitionEndpoint === undefined) return without;
  return [
    ...without,
    {
      path: ['fips'],
      message: `fips cannot be combined with the endpoint "${rekognitionEndpoint}"; remove one of them`,
    },
  ];
}
