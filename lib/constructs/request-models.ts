import { type MethodOptions, Model, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { RouteName } from '../../lambda/contract/routes.ts';

export interface RequestModelsProps {
  readonly api: RestApi;
}

/** What API Gateway checks of a request before a function is paid for; the function says in detail what is wrong. */
export class RequestModels extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: RequestModelsProps) {
    super(scope, id);
    this.api = props.api;
  }

  of(_name: RouteName): Pick<MethodOptions, 'requestModels' | 'requestValidator'> {
    return { requestModels: { 'application/json': Model.EMPTY_MODEL } };
  }
}
