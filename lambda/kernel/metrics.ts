/**
 * Every metric this product emits. Handlers emit and dashboards and alarms read from this one catalogue, so that a
 * name cannot drift between the two. Names follow the key performance indicators of whitepaper 8.2.
 * Dimensions never hold a user, a device or an image.
 */
export const METRIC_NAMESPACE = 'FaceIdv';

export type MetricUnit = 'Count' | 'Milliseconds' | 'Percent' | 'None';

interface MetricDefinition {
  readonly unit: MetricUnit;
  readonly dimensions: readonly string[];
  readonly description: string;
}

export const METRICS = {
  VerificationSessionCreated: {
    unit: 'Count',
    dimensions: ['Type'],
    description: 'Verification sessions created',
  },
  VerificationDecided: {
    unit: 'Count',
    dimensions: ['Type', 'Outcome'],
    description:
      'Verification sessions that reached a final status: approved, declined, canceled, expired or error',
  },
  VerificationReason: {
    unit: 'Count',
    dimensions: ['Type', 'ReasonCode'],
    description: 'Reason codes of declined or failed verifications (whitepaper 8.2: where and why)',
  },
  VerificationDuration: {
    unit: 'Milliseconds',
    dimensions: ['Type', 'Outcome'],
    description: 'Time from creation of the session to its decision',
  },
  VerificationHeld: {
    unit: 'Count',
    dimensions: ['ReasonCode'],
    description: 'Registrations that could not be decided and wait for a person',
  },
  VerificationReviewed: {
    unit: 'Count',
    dimensions: ['Outcome'],
    description: 'What people have said of them',
  },
  LivenessSessionCreated: { unit: 'Count', dimensions: [], description: 'Face Liveness sessions created' },
  LivenessChecked: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Liveness results read, by passed or failed',
  },
  LivenessConfidence: { unit: 'Percent', dimensions: [], description: 'Distribution of liveness confidence' },
  QualityChecked: {
    unit: 'Count',
    dimensions: ['Image', 'Result'],
    description: 'Quality gates run, by image and result',
  },
  QualityRuleFailed: {
    unit: 'Count',
    dimensions: ['Image', 'ReasonCode'],
    description: 'Rules of the quality gate that failed',
  },
  FacesCompared: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Comparisons of a selfie with a document',
  },
  ComparisonSimilarity: {
    unit: 'Percent',
    dimensions: [],
    description: 'Distribution of similarity in comparisons',
  },
  CollectionSearched: {
    unit: 'Count',
    dimensions: ['Shard'],
    description: 'Searches by shard of a generation',
  },
  CollectionSearchFailed: {
    unit: 'Count',
    dimensions: ['Shard'],
    description: 'Searches that a shard did not answer',
  },
  SearchIncomplete: { unit: 'Count', dimensions: [], description: 'All-shard searches that missed a shard' },
  SearchCandidates: {
    unit: 'Count',
    dimensions: [],
    description: 'Faces at or above the threshold in a search',
  },
  DuplicateFound: {
    unit: 'Count',
    dimensions: ['Phase'],
    description: 'Duplicate registrations, before or after indexing',
  },
  FaceIndexed: { unit: 'Count', dimensions: ['Shard'], description: 'Faces indexed, by shard' },
  FaceDeleted: {
    unit: 'Count',
    dimensions: ['Reason'],
    description: 'Faces deleted: low quality, compensation, request',
  },
  BulkItem: {
    unit: 'Count',
    dimensions: ['Outcome'],
    description: 'Rows of index jobs that ended: indexed, skipped, rejected or failed',
  },
  UserVectorBuildTime: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Time from the mapping of a face until searches find its user by the new vector',
  },
  UserVectorFaceLeftOut: {
    unit: 'Count',
    dimensions: ['Reason'],
    description: 'Faces that Rekognition did not take into the vector of their user',
  },
  UserVectorOverdue: {
    unit: 'Count',
    dimensions: [],
    description: 'User vectors of a tenant that should have been built by now',
  },
  ReplicationLag: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Time from a change of the mapping until the second region has followed',
  },
  ReplicationBacklog: {
    unit: 'Count',
    dimensions: [],
    description: 'Changes of a tenant that the second region has not followed yet; counted to about 10,000',
  },
  ReplicationBacklogAge: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Age of the oldest of the changes that were counted',
  },
  SecondRegionAnswered: {
    unit: 'Count',
    dimensions: ['Operation'],
    description: 'Calls that the second region answered because the first did not',
  },
  ReplicationFailed: {
    unit: 'Count',
    dimensions: ['Reason'],
    description: 'Images that could not be brought to the second region, and why',
  },
  ReconciliationFinding: {
    unit: 'Count',
    dimensions: ['Kind', 'Outcome'],
    description: 'Faces without a mapping and mappings without a face, and what was done about them',
  },
  CollectionFaces: {
    unit: 'Count',
    dimensions: ['Generation', 'Shard'],
    description: 'Faces in a collection; the fullest tenant is the maximum',
  },
  CollectionFill: {
    unit: 'Percent',
    dimensions: [],
    description:
      'Share of what a collection holds; the maximum is the fullest, which is what an alarm can watch',
  },
  GenerationsBehind: {
    unit: 'Count',
    dimensions: [],
    description: 'Active generations with an older face model than new collections get, once a day',
  },
  SessionSwept: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Sessions that a sweep had to move: expired, started or ended',
  },
  RekognitionLatency: {
    unit: 'Milliseconds',
    dimensions: ['Operation'],
    description: 'Duration of one call, retries included',
  },
  RekognitionCall: { unit: 'Count', dimensions: ['Operation'], description: 'Calls made: what is billed' },
  RekognitionThrottled: {
    unit: 'Count',
    dimensions: ['Operation'],
    description: 'Calls that ended throttled after retries',
  },
  RekognitionFailed: {
    unit: 'Count',
    dimensions: ['Operation'],
    description: 'Calls that ended in an error of the service, of our request or of a permission',
  },
  CompensationRun: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Enrollments undone after a failure',
  },
  FaceMigrated: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Images indexed into another generation, or not',
  },
  ShadowRead: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Searches that the new generation of a migration was asked too, by how its answer stands to the old one',
  },
  DeviceLockedOut: {
    unit: 'Count',
    dimensions: ['Step'],
    description: 'Devices timed out or blocked by the abuse ladder',
  },
  ApiProblem: { unit: 'Count', dimensions: ['Code'], description: 'Problems answered, by code' },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof METRICS;
