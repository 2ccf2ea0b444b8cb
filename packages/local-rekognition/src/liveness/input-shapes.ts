import type { StringShape, StructureShape } from '../protocol/shapes.ts';

/*
 * The inputs of the liveness operations, with every constraint of the published service model
 * (rekognition-2016-06-27).
 */

const VERSION: StringShape = {
  kind: 'string',
  min: 5,
  max: 11,
  pattern: '^(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})$',
};

const OUTPUT_CONFIG: StructureShape = {
  kind: 'structure',
  required: ['S3Bucket'],
  members: {
    S3Bucket: { kind: 'string', min: 3, max: 255, pattern: '[0-9A-Za-z\\.\\-_]*' },
    S3KeyPrefix: { kind: 'string', max: 950, pattern: '\\S*' },
  },
};

const CHALLENGE_PREFERENCE: StructureShape = {
  kind: 'structure',
  required: ['Type'],
  members: {
    Type: { kind: 'string', values: ['FaceMovementAndLightChallenge', 'FaceMovementChallenge'] },
    Versions: { kind: 'structure', required: [], members: { Minimum: VERSION, Maximum: VERSION } },
  },
};

export const CREATE_FACE_LIVENESS_SESSION: StructureShape = {
  kind: 'structure',
  required: [],
  members: {
    KmsKeyId: { kind: 'string', min: 1, max: 2048, pattern: '^[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,2048}$' },
    ClientRequestToken: { kind: 'string', min: 1, max: 64, pattern: '^[a-zA-Z0-9-_]+$' },
    Settings: {
      kind: 'structure',
      required: [],
      members: {
        OutputConfig: OUTPUT_CONFIG,
        AuditImagesLimit: { kind: 'integer', min: 0, max: 4 },
        ChallengePreferences: { kind: 'list', member: CHALLENGE_PREFERENCE },
      },
    },
  },
};

export const GET_FACE_LIVENESS_SESSION_RESULTS: StructureShape = {
  kind: 'structure',
  required: ['SessionId'],
  members: {
    SessionId: {
      kind: 'string',
      min: 36,
      max: 36,
      pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    },
  },
};
