/** A quota of Rekognition as Service Quotas names it. */
export interface QuotaName {
  readonly operation: string;
  readonly code: string;
  readonly name: string;
}

const IMAGE = 'Transactions per second per account for the Amazon Rekognition Image operation';
const LIVENESS = 'Transactions per second per account for the Amazon Rekognition Face Liveness operation';
const USERS = 'Transactions per second per account for the Amazon Rekognition operation:';

/** Codes and wording are those of Service Quotas, three ways of naming an operation included. */
export const REKOGNITION_QUOTAS: readonly QuotaName[] = [
  ['AssociateFaces', 'L-DBC0DD5B', USERS],
  ['CompareFaces', 'L-73A341CE', IMAGE],
  ['CreateCollection', 'L-CE977716', IMAGE],
  ['CreateFaceLivenessSession', 'L-8E3BC2B4', LIVENESS],
  ['CreateUser', 'L-9A87C986', USERS],
  ['DeleteCollection', 'L-5346A13A', IMAGE],
  ['DeleteFaces', 'L-220834FB', IMAGE],
  ['DeleteUser', 'L-E112E6C6', USERS],
  ['DescribeCollection', 'L-6FDFFAF5', IMAGE],
  ['DetectFaces', 'L-A5121FD7', IMAGE],
  ['DisassociateFaces', 'L-D56ABB32', USERS],
  ['GetFaceLivenessSessionResults', 'L-E574413B', LIVENESS],
  ['IndexFaces', 'L-7C13EBAD', IMAGE],
  ['ListCollections', 'L-0366BB0F', IMAGE],
  ['ListFaces', 'L-970B5808', IMAGE],
  ['ListUsers', 'L-BF8F67AA', USERS],
  ['SearchFaces', 'L-99829151', IMAGE],
  ['SearchFacesByImage', 'L-43CBEB68', IMAGE],
  ['SearchUsers', 'L-532A3DAC', USERS],
  ['SearchUsersByImage', 'L-D319BBAF', USERS],
].map(([operation = '', code = '', name = '']) => ({ operation, code, name: `${name} ${operation}` }));
