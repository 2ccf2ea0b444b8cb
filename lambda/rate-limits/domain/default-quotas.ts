/** Default quotas of Rekognition in one region, in calls per second per account. */
interface RegionQuotas {
  /** IndexFaces, ListFaces and every search. */
  readonly dataPlane: number;
  /** CompareFaces and DetectFaces. */
  readonly stateless: number;
  /** The operations of Face Liveness; absent where the region does not offer it. */
  readonly liveness?: number;
}

/**
 * The regions of Rekognition with their default quotas. Service Quotas has an account's actual values.
 * @see https://docs.aws.amazon.com/general/latest/gr/rekognition.html (AWS General Reference, read on 2026-11-29)
 */
const REGIONS: Readonly<Record<string, RegionQuotas>> = {
  'us-east-1': { dataPlane: 50, stateless: 100, liveness: 25 },
  'us-east-2': { dataPlane: 5, stateless: 25 },
  'us-west-1': { dataPlane: 5, stateless: 25 },
  'us-west-2': { dataPlane: 50, stateless: 100, liveness: 25 },
  'ap-northeast-1': { dataPlane: 5, stateless: 25, liveness: 5 },
  'ap-northeast-2': { dataPlane: 5, stateless: 25 },
  'ap-south-1': { dataPlane: 5, stateless: 25, liveness: 5 },
  'ap-southeast-1': { dataPlane: 5, stateless: 25 },
  'ap-southeast-2': { dataPlane: 5, stateless: 25 },
  'ap-southeast-5': { dataPlane: 5, stateless: 25, liveness: 5 },
  'ap-southeast-7': { dataPlane: 5, stateless: 25, liveness: 5 },
  'ca-central-1': { dataPlane: 5, stateless: 25 },
  'eu-central-1': { dataPlane: 5, stateless: 25 },
  'eu-south-2': { dataPlane: 5, stateless: 25 },
  'eu-west-1': { dataPlane: 50, stateless: 100, liveness: 5 },
  'eu-west-2': { dataPlane: 5, stateless: 25 },
  'il-central-1': { dataPlane: 5, stateless: 25 },
  'sa-east-1': { dataPlane: 5, stateless: 25, liveness: 5 },
  'us-gov-west-1': { dataPlane: 5, stateless: 25 },
};

/** For a region that is not listed: no more than any listed region grants. */
const CAREFUL: RegionQuotas = { dataPlane: 5, stateless: 25 };
/**
 * AssociateFaces, DisassociateFaces and the control plane, including DeleteFaces and users, in every region.
 */
const CONTROL_PLANE = 5;

/** Returns the regions that have Rekognition. */
export const rekognitionRegions = (): readonly string[] => Object.keys(REGIONS);

/** Whether a region has Face Liveness; elsewhere CreateFaceLivenessSession fails with a bare AccessDenied. */
export const offersFaceLiveness = (region: string): boolean => REGIONS[region]?.liveness !== undefined;

/** Operations that the product calls, by the column of the table that has their quota. */
const OPERATIONS = {
  dataPlane: ['IndexFaces', 'ListFaces', 'SearchFacesByImage', 'SearchUsersByImage'],
  stateless: ['CompareFaces', 'DetectFaces'],
  liveness: ['CreateFaceLivenessSession', 'GetFaceLivenessSessionResults'],
  controlPlane: [
    'AssociateFaces',
    'CreateCollection',
    'CreateUser',
    'DeleteCollection',
    'DeleteFaces',
    'DeleteUser',
    'DescribeCollection',
    'DisassociateFaces',
    'ListUsers',
  ],
} as const;

export type RekognitionOperation = (typeof OPERATIONS)[keyof typeof OPERATIONS][number];

/**
 * Returns the default quotas of a region by operation, in calls per second.
 * An operation that the region does not offer is left out.
 */
export function defaultQuotasByOperation(
  region: string,
): Readonly<Partial<Record<RekognitionOperation, number>>> {
  const quotas = { ...(REGIONS[region] ?? CAREFUL), controlPlane: CONTROL_PLANE };
  return Object.fromEntries(
    Object.entries(OPERATIONS).flatMap(([column, operations]) => {
      const quota = quotas[column as keyof typeof OPERATIONS];
      return quota === undefined ? [] : operations.map((operation) => [operation, quota]);
    }),
  );
}
