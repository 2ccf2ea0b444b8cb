import type { Rekognition } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { aGreyPhoto, aRekognition, photo, type RekognitionUnderTest } from './a-rekognition.ts';
import { contractTest } from './known-differences.ts';

let rekognition: RekognitionUnderTest;
let id: string;
let face: Buffer;
let nobody: Buffer;

beforeAll(async () => {
  rekognition = await aRekognition();
  id = await rekognition.collection();
  face = await photo('audrey');
  nobody = await aGreyPhoto(320, 240);
});
afterAll(() => rekognition?.close());

const UNKNOWN_FACE = '00000000-0000-4000-8000-000000000000';
const NOWHERE = 'face-idv-contract-never-created';
const missing = undefined as unknown as string;

/** What is refused, the name of the error, and its words where callers have nothing else to tell it by. */
const REFUSALS: readonly (readonly [
  what: string,
  call: (api: Rekognition) => Promise<unknown>,
  name: string,
  message?: RegExp,
])[] = [
  // a collection that does not exist, by every operation that names one
  [
    'AssociateFaces in no collection',
    (api) => api.associateFaces({ CollectionId: NOWHERE, UserId: 'u', FaceIds: [UNKNOWN_FACE] }),
    'ResourceNotFoundException',
  ],
  [
    'CreateUser in no collection',
    (api) => api.createUser({ CollectionId: NOWHERE, UserId: 'u' }),
    'ResourceNotFoundException',
  ],
  [
    'DeleteCollection of no collection',
    (api) => api.deleteCollection({ CollectionId: NOWHERE }),
    'ResourceNotFoundException',
  ],
  [
    'DeleteFaces in no collection',
    (api) => api.deleteFaces({ CollectionId: NOWHERE, FaceIds: [UNKNOWN_FACE] }),
    'ResourceNotFoundException',
  ],
  [
    'DeleteUser in no collection',
    (api) => api.deleteUser({ CollectionId: NOWHERE, UserId: 'u' }),
    'ResourceNotFoundException',
  ],
  [
    'DescribeCollection of no collection',
    (api) => api.describeCollection({ CollectionId: NOWHERE }),
    'ResourceNotFoundException',
  ],
  [
    'DisassociateFaces in no collection',
    (api) => api.disassociateFaces({ CollectionId: NOWHERE, UserId: 'u', FaceIds: [UNKNOWN_FACE] }),
    'ResourceNotFoundException',
  ],
  [
    'IndexFaces into no collection',
    (api) => api.indexFaces({ CollectionId: NOWHERE, Image: { Bytes: face } }),
    'ResourceNotFoundException',
  ],
  [
    'ListFaces of no collection',
    (api) => api.listFaces({ CollectionId: NOWHERE }),
    'ResourceNotFoundException',
  ],
  [
    'ListUsers of no collection',
    (api) => api.listUsers({ CollectionId: NOWHERE }),
    'ResourceNotFoundException',
  ],
  [
    'SearchFaces in no collection',
    (api) => api.searchFaces({ CollectionId: NOWHERE, FaceId: UNKNOWN_FACE }),
    'ResourceNotFoundException',
  ],
  [
    'SearchFacesByImage in no collection',
    (api) => api.searchFacesByImage({ CollectionId: NOWHERE, Image: { Bytes: face } }),
    'ResourceNotFoundException',
  ],
  [
    'SearchUsers in no collection',
    (api) => api.searchUsers({ CollectionId: NOWHERE, UserId: 'u' }),
    'ResourceNotFoundException',
  ],
  [
    'SearchUsersByImage in no collection',
    (api) => api.searchUsersByImage({ CollectionId: NOWHERE, Image: { Bytes: face } }),
    'ResourceNotFoundException',
  ],
  // what exists already, or does not exist
  [
    'a second collection of one id',
    (api) => api.createCollection({ CollectionId: id }),
    'ResourceAlreadyExistsException',
  ],
  [
    'a search with an unknown face',
    (api) => api.searchFaces({ CollectionId: id, FaceId: UNKNOWN_FACE }),
    'InvalidParameterException',
  ],
  [
    'a user search with an unknown face',
    (api) => api.searchUsers({ CollectionId: id, FaceId: UNKNOWN_FACE }),
    'InvalidParameterException',
  ],
  [
    'a user search with an unknown user',
    (api) => api.searchUsers({ CollectionId: id, UserId: 'nobody' }),
    'ResourceNotFoundException',
  ],
  [
    'the deletion of an unknown user',
    (api) => api.deleteUser({ CollectionId: id, UserId: 'nobody' }),
    'ResourceNotFoundException',
  ],
  [
    'faces for an unknown user',
    (api) => api.associateFaces({ CollectionId: id, UserId: 'nobody', FaceIds: [UNKNOWN_FACE] }),
    'ResourceNotFoundException',
  ],
  [
    'faces taken from an unknown user',
    (api) => api.disassociateFaces({ CollectionId: id, UserId: 'nobody', FaceIds: [UNKNOWN_FACE] }),
    'ResourceNotFoundException',
  ],
  [
    'the results of an unknown liveness session',
    (api) => api.getFaceLivenessSessionResults({ SessionId: UNKNOWN_FACE }),
    'SessionNotFoundException',
  ],
  // images
  [
    'an image that is none',
    (api) => api.detectFaces({ Image: { Bytes: Buffer.from('no image') } }),
    'InvalidImageFormatException',
  ],
  [
    'an image of 79 x 80 pixels',
    async (api) => api.detectFaces({ Image: { Bytes: await aGreyPhoto(79, 80) } }),
    'InvalidParameterException',
  ],
  [
    'an image of 144 million pixels in few bytes',
    async (api) => api.detectFaces({ Image: { Bytes: await aGreyPhoto(12_000, 12_000) } }),
    'ImageTooLargeException',
  ],
  [
    'a truncated header',
    (api) => api.detectFaces({ Image: { Bytes: face.subarray(0, 20) } }),
    'InvalidImageFormatException',
  ],
  [
    'an object in a bucket that is not there',
    (api) =>
      api.detectFaces({
        Image: { S3Object: { Bucket: 'face-idv-contract-no-such-bucket', Name: 'x.jpg' } },
      }),
    'InvalidS3ObjectException',
  ],
  ['neither bytes nor object', (api) => api.detectFaces({ Image: {} }), 'InvalidParameterException'],
  [
    'a source without a face',
    (api) => api.compareFaces({ SourceImage: { Bytes: nobody }, TargetImage: { Bytes: face } }),
    'InvalidParameterException',
    /^Request has invalid parameters\.?$/i,
  ],
  [
    'a target without a face',
    (api) => api.compareFaces({ SourceImage: { Bytes: face }, TargetImage: { Bytes: nobody } }),
    'InvalidParameterException',
    /^Request has invalid parameters\.?$/i,
  ],
  [
    'a search by an image without a face',
    (api) => api.searchFacesByImage({ CollectionId: id, Image: { Bytes: nobody } }),
    'InvalidParameterException',
    /^There are no faces in the image/,
  ],
  [
    'a user search with both user and face',
    (api) => api.searchUsers({ CollectionId: id, UserId: 'u', FaceId: UNKNOWN_FACE }),
    'InvalidParameterException',
  ],
  ['a user search with neither', (api) => api.searchUsers({ CollectionId: id }), 'InvalidParameterException'],
  // pagination tokens
  [
    'a made-up token for collections',
    (api) => api.listCollections({ NextToken: 'x' }),
    'InvalidPaginationTokenException',
  ],
  [
    'a made-up token for faces',
    (api) => api.listFaces({ CollectionId: id, NextToken: 'x' }),
    'InvalidPaginationTokenException',
  ],
  [
    'a made-up token for users',
    (api) => api.listUsers({ CollectionId: id, NextToken: 'x' }),
    'InvalidPaginationTokenException',
  ],
  // constraints of the service model, one beyond each edge
  ['no collection id', (api) => api.createCollection({ CollectionId: missing }), 'ValidationException'],
  ['an empty collection id', (api) => api.createCollection({ CollectionId: '' }), 'ValidationException'],
  [
    'a collection id of 256 characters',
    (api) => api.createCollection({ CollectionId: 'x'.repeat(256) }),
    'ValidationException',
  ],
  [
    'a collection id with a slash',
    (api) => api.createCollection({ CollectionId: 'a/b' }),
    'ValidationException',
  ],
  [
    'an external image id that is a key with folders',
    (api) => api.indexFaces({ CollectionId: id, Image: { Bytes: face }, ExternalImageId: 'a/b' }),
    'ValidationException',
  ],
  [
    'MaxFaces 0',
    (api) => api.indexFaces({ CollectionId: id, Image: { Bytes: face }, MaxFaces: 0 }),
    'ValidationException',
  ],
  [
    'a user id that is an e-mail',
    (api) => api.createUser({ CollectionId: id, UserId: 'a@b.example' }),
    'ValidationException',
  ],
  [
    'a user id of 129 characters',
    (api) => api.createUser({ CollectionId: id, UserId: 'u'.repeat(129) }),
    'ValidationException',
  ],
  [
    'a threshold above 100',
    (api) => api.searchFaces({ CollectionId: id, FaceId: UNKNOWN_FACE, FaceMatchThreshold: 100.5 }),
    'ValidationException',
  ],
  [
    'a threshold below 0',
    (api) => api.searchFacesByImage({ CollectionId: id, Image: { Bytes: face }, FaceMatchThreshold: -1 }),
    'ValidationException',
  ],
  [
    'a search for 4,097 faces',
    (api) => api.searchFaces({ CollectionId: id, FaceId: UNKNOWN_FACE, MaxFaces: 4097 }),
    'ValidationException',
  ],
  [
    'a search for 501 users',
    (api) => api.searchUsersByImage({ CollectionId: id, Image: { Bytes: face }, MaxUsers: 501 }),
    'ValidationException',
  ],
  [
    'a page of 4,097 faces',
    (api) => api.listFaces({ CollectionId: id, MaxResults: 4097 }),
    'ValidationException',
  ],
  [
    'a page of 501 users',
    (api) => api.listUsers({ CollectionId: id, MaxResults: 501 }),
    'ValidationException',
  ],
  [
    'the deletion of no face',
    (api) => api.deleteFaces({ CollectionId: id, FaceIds: [] }),
    'ValidationException',
  ],
  [
    'the deletion of 4,097 faces',
    (api) => api.deleteFaces({ CollectionId: id, FaceIds: Array.from({ length: 4097 }, () => UNKNOWN_FACE) }),
    'ValidationException',
  ],
  [
    '101 faces at once for a user',
    (api) =>
      api.associateFaces({
        CollectionId: id,
        UserId: 'u',
        FaceIds: Array.from({ length: 101 }, () => UNKNOWN_FACE),
      }),
    'ValidationException',
  ],
  [
    'a face id in capitals',
    (api) => api.searchFaces({ CollectionId: id, FaceId: 'ABCDEF00-0000-4000-8000-000000000000' }),
    'ValidationException',
  ],
  [
    'an attribute that there is not',
    (api) => api.detectFaces({ Image: { Bytes: face }, Attributes: ['NOSE' as 'ALL'] }),
    'ValidationException',
  ],
  [
    'a filter that there is not',
    (api) =>
      api.compareFaces({
        SourceImage: { Bytes: face },
        TargetImage: { Bytes: face },
        QualityFilter: 'BEST' as 'AUTO',
      }),
    'ValidationException',
  ],
  [
    'image bytes above 5 MB',
    (api) => api.detectFaces({ Image: { Bytes: Buffer.alloc(5_242_881) } }),
    'ValidationException',
  ],
  [
    'a tag that begins with aws:',
    (api) => api.createCollection({ CollectionId: `${id}-tags`, Tags: { 'aws:x': '1' } }),
    'ValidationException',
  ],
  [
    'five audit images',
    (api) => api.createFaceLivenessSession({ Settings: { AuditImagesLimit: 5 } }),
    'ValidationException',
  ],
];

describe('Rekognition refuses', () => {
  for (const [what, call, name, message = /./] of REFUSALS) {
    contractTest(`refuses ${what} with ${name}`, async () => {
      await expect(call(rekognition.client)).rejects.toMatchObject({
        name,
        message: expect.stringMatching(message),
        $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      });
    });
  }
});
