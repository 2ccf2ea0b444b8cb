import type { ListShape, MapShape, NumberShape, StringShape, StructureShape } from './shapes.ts';

/*
 * The input of each operation, with every constraint of the published service model (rekognition-2016-06-27).
 */

const COLLECTION_ID: StringShape = { kind: 'string', min: 1, max: 255, pattern: '[a-zA-Z0-9_.\\-]+' };
const EXTERNAL_IMAGE_ID: StringShape = { kind: 'string', min: 1, max: 255, pattern: '[a-zA-Z0-9_.\\-:]+' };
const USER_ID: StringShape = { kind: 'string', min: 1, max: 128, pattern: '[a-zA-Z0-9_.\\-:]+' };
const FACE_ID: StringShape = {
  kind: 'string',
  pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
};
const CLIENT_REQUEST_TOKEN: StringShape = { kind: 'string', min: 1, max: 64, pattern: '^[a-zA-Z0-9-_]+$' };
const PAGINATION_TOKEN: StringShape = { kind: 'string', max: 255 };
const PERCENT: NumberShape = { kind: 'float', min: 0, max: 100 };
const PAGE_SIZE: NumberShape = { kind: 'integer', min: 0, max: 4096 };
const MAX_SEARCHED_FACES: NumberShape = { kind: 'integer', min: 1, max: 4096 };
const MAX_USERS: NumberShape = { kind: 'integer', min: 1, max: 500 };
const FACE_IDS: ListShape = { kind: 'list', member: FACE_ID, min: 1, max: 4096 };
const USER_FACE_IDS: ListShape = { kind: 'list', member: FACE_ID, min: 1, max: 100 };

const IMAGE: StructureShape = {
  kind: 'structure',
  required: [],
  members: {
    Bytes: { kind: 'blob', min: 1, max: 5_242_880 },
    S3Object: {
      kind: 'structure',
      required: [],
      members: {
        Bucket: { kind: 'string', min: 3, max: 255, pattern: '[0-9A-Za-z\\.\\-_]*' },
        Name: { kind: 'string', min: 1, max: 1024 },
        Version: { kind: 'string', min: 1, max: 1024 },
      },
    },
  },
};

const ATTRIBUTES: ListShape = {
  kind: 'list',
  member: {
    kind: 'string',
    values: [
      'DEFAULT',
      'ALL',
      'AGE_RANGE',
      'BEARD',
      'EMOTIONS',
      'EYE_DIRECTION',
      'EYEGLASSES',
      'EYES_OPEN',
      'GENDER',
      'MOUTH_OPEN',
      'MUSTACHE',
      'FACE_OCCLUDED',
      'SMILE',
      'SUNGLASSES',
    ],
  },
};

const QUALITY_FILTER: StringShape = { kind: 'string', values: ['NONE', 'AUTO', 'LOW', 'MEDIUM', 'HIGH'] };

const TAG_KEY: StringShape = {
  kind: 'string',
  min: 1,
  max: 128,
  pattern: '^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$',
};

const TAGS: MapShape = {
  kind: 'map',
  key: TAG_KEY,
  value: { kind: 'string', min: 0, max: 256, pattern: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$' },
  min: 0,
  max: 200,
};

const input = (required: readonly string[], members: StructureShape['members']): StructureShape => ({
  kind: 'structure',
  required,
  members,
});

export const INPUT_SHAPES = {
  AssociateFaces: input(['CollectionId', 'UserId', 'FaceIds'], {
    CollectionId: COLLECTION_ID,
    UserId: USER_ID,
    FaceIds: USER_FACE_IDS,
    UserMatchThreshold: PERCENT,
    ClientRequestToken: CLIENT_REQUEST_TOKEN,
  }),
  CompareFaces: input(['SourceImage', 'TargetImage'], {
    SourceImage: IMAGE,
    TargetImage: IMAGE,
    SimilarityThreshold: PERCENT,
    QualityFilter: QUALITY_FILTER,
  }),
  CreateCollection: input(['CollectionId'], { CollectionId: COLLECTION_ID, Tags: TAGS }),
  CreateUser: input(['CollectionId', 'UserId'], {
    CollectionId: COLLECTION_ID,
    UserId: USER_ID,
    ClientRequestToken: CLIENT_REQUEST_TOKEN,
  }),
  DeleteCollection: input(['CollectionId'], { CollectionId: COLLECTION_ID }),
  DeleteFaces: input(['CollectionId', 'FaceIds'], { CollectionId: COLLECTION_ID, FaceIds: FACE_IDS }),
  DeleteUser: input(['CollectionId', 'UserId'], {
    CollectionId: COLLECTION_ID,
    UserId: USER_ID,
    ClientRequestToken: CLIENT_REQUEST_TOKEN,
  }),
  DescribeCollection: input(['CollectionId'], { CollectionId: COLLECTION_ID }),
  DetectFaces: input(['Image'], { Image: IMAGE, Attributes: ATTRIBUTES }),
  DisassociateFaces: input(['CollectionId', 'UserId', 'FaceIds'], {
    CollectionId: COLLECTION_ID,
    UserId: USER_ID,
    ClientRequestToken: CLIENT_REQUEST_TOKEN,
    FaceIds: USER_FACE_IDS,
  }),
  IndexFaces: input(['CollectionId', 'Image'], {
    CollectionId: COLLECTION_ID,
    Image: IMAGE,
    ExternalImageId: EXTERNAL_IMAGE_ID,
    DetectionAttributes: ATTRIBUTES,
    MaxFaces: { kind: 'integer', min: 1 },
    QualityFilter: QUALITY_FILTER,
  }),
  ListCollections: input([], { NextToken: PAGINATION_TOKEN, MaxResults: PAGE_SIZE }),
  ListFaces: input(['CollectionId'], {
    CollectionId: COLLECTION_ID,
    NextToken: PAGINATION_TOKEN,
    MaxResults: PAGE_SIZE,
    UserId: USER_ID,
    FaceIds: FACE_IDS,
  }),
  ListUsers: input(['CollectionId'], {
    CollectionId: COLLECTION_ID,
    MaxResults: MAX_USERS,
    NextToken: PAGINATION_TOKEN,
  }),
  SearchFaces: input(['CollectionId', 'FaceId'], {
    CollectionId: COLLECTION_ID,
    FaceId: FACE_ID,
    MaxFaces: MAX_SEARCHED_FACES,
    FaceMatchThreshold: PERCENT,
  }),
  SearchFacesByImage: input(['CollectionId', 'Image'], {
    CollectionId: COLLECTION_ID,
    Image: IMAGE,
    MaxFaces: MAX_SEARCHED_FACES,
    FaceMatchThreshold: PERCENT,
    QualityFilter: QUALITY_FILTER,
  }),
  SearchUsers: input(['CollectionId'], {
    CollectionId: COLLECTION_ID,
    UserId: USER_ID,
    FaceId: FACE_ID,
    UserMatchThreshold: PERCENT,
    MaxUsers: MAX_USERS,
  }),
  SearchUsersByImage: input(['CollectionId', 'Image'], {
    CollectionId: COLLECTION_ID,
    Image: IMAGE,
    UserMatchThreshold: PERCENT,
    MaxUsers: MAX_USERS,
    QualityFilter: QUALITY_FILTER,
  }),
} as const satisfies Readonly<Record<string, StructureShape>>;
