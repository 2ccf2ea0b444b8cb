export type { components, operations, paths } from './api.d.ts';
export { type ApiClient, type ApiClientOptions, answerOf, apiClient } from './api-client.ts';
export { ApiProblem, type InvalidField, type ProblemCode } from './api-problem.ts';
export { awaitDecision, type DecidedSession, uploadDocument } from './journey.ts';
