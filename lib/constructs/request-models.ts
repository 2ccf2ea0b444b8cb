import {
  JsonSchemaType,
  JsonSchemaVersion,
  type MethodOptions,
  type Model,
  type RequestValidator,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { z } from 'zod';
import type { RouteName } from '../../lambda/api/routes.ts';
import { createIndexJobRequest } from '../../lambda/bulk-indexing/contract.ts';
import { changeMigrationRequest, createMigrationRequest } from '../../lambda/migration/contract.ts';
import {
  createDocumentUploadRequest,
  createVerificationSessionRequest,
} from '../../lambda/sessions/contract.ts';

export interface RequestModelsProps {
  readonly api: RestApi;
}

/** Routes that take a body, and what it must be. */
const BODIES: Readonly<Partial<Record<RouteName, z.ZodObject>>> = {
  'create-verification-session': createVerificationSessionRequest,
  'create-document-upload': createDocumentUploadRequest,
  'create-index-job': createIndexJobRequest,
  'create-migration': createMigrationRequest,
  'change-migration': changeMigrationRequest,
};

/**
 * What API Gateway checks of a body before a function is paid for: that it is a JSON object with the members that the
 * contract requires. What is wrong inside it the function says, in words that API Gateway has not got.
 */
export class RequestModels extends Construct {
  readonly #models: ReadonlyMap<string, Model>;
  readonly #validator: RequestValidator;

  constructor(scope: Construct, id: string, { api }: RequestModelsProps) {
    super(scope, id);
    this.#validator = api.addRequestValidator('BodyValidator', { validateRequestBody: true });
    this.#models = new Map(
      Object.entries(BODIES).map(([name, schema]) => {
        const modelName = z.string().parse(schema.meta()?.id);
        const required = Object.keys(schema.shape).filter(
          (name) => !schema.shape[name].safeParse(undefined).success,
        );
        const model = api.addModel(modelName, {
          contentType: 'application/json',
          schema: {
            schema: JsonSchemaVersion.DRAFT4,
            title: modelName,
            type: JsonSchemaType.OBJECT,
            // draft 4 knows no empty list here
            ...(required.length > 0 ? { required } : {}),
          },
        });
        return [name, model];
      }),
    );
  }

  /** The part of a method's options that has its body checked; nothing for a route without a body. */
  of(name: RouteName): Pick<MethodOptions, 'requestModels' | 'requestValidator'> {
    const model = this.#models.get(name);
    return model ? { requestModels: { 'application/json': model }, requestValidator: this.#validator } : {};
  }
}
