import {
  JsonSchemaType,
  JsonSchemaVersion,
  type MethodOptions,
  type Model,
  type RequestValidator,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import * as z from 'zod/mini';
import type { RouteName } from '../../lambda/api/routes.ts';
import { createIndexJobRequest } from '../../lambda/bulk-indexing/contract.ts';
import { createMigrationRequest } from '../../lambda/migration/contract.ts';
import {
  createDocumentUploadRequest,
  createVerificationSessionRequest,
} from '../../lambda/sessions/contract.ts';

export interface RequestModelsProps {
  readonly api: RestApi;
}

/**
 * Request bodies by route, except those that may be left out: API Gateway would refuse a request without one.
 */
const BODIES: Readonly<Partial<Record<RouteName, z.ZodMiniObject>>> = {
  'create-verification-session': createVerificationSessionRequest,
  'create-document-upload': createDocumentUploadRequest,
  'create-index-job': createIndexJobRequest,
  'create-migration': createMigrationRequest,
};

/**
 * API Gateway's validation of a body before a function is billed: that it is a JSON object. Functions
 * validate its members, because API Gateway reports a missing one without its name.
 */
export class RequestModels extends Construct {
  readonly #models: ReadonlyMap<string, Model>;
  readonly #validator: RequestValidator;

  constructor(scope: Construct, id: string, { api }: RequestModelsProps) {
    super(scope, id);
    this.#validator = api.addRequestValidator('BodyValidator', { validateRequestBody: true });
    this.#models = new Map(
      Object.entries(BODIES).map(([name, schema]) => {
        const modelName = z.string().parse(z.globalRegistry.get(schema)?.id);
        const model = api.addModel(modelName, {
          contentType: 'application/json',
          schema: {
            schema: JsonSchemaVersion.DRAFT4,
            title: modelName,
            type: JsonSchemaType.OBJECT,
          },
        });
        return [name, model];
      }),
    );
  }

  /** Returns the method options that validate the body; empty for a route without a body. */
  of(name: RouteName): Pick<MethodOptions, 'requestModels' | 'requestValidator'> {
    const model = this.#models.get(name);
    return model ? { requestModels: { 'application/json': model }, requestValidator: this.#validator } : {};
  }
}
