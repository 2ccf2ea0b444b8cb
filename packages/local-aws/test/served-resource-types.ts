import type { User } from './served-operations.ts';

const API = 'lib/constructs/verification-api.ts';
const MODELS = 'lib/constructs/request-models.ts';
const IDENTITY = 'lib/constructs/identity.ts';
const FUNCTION = 'lib/constructs/service-function.ts';
const EVIDENCE = 'lib/constructs/evidence-bucket.ts';

/** Every CloudFormation type that the local AWS creates, by service, with a construct that makes one. */
export const USED_TYPES: Readonly<Record<string, Readonly<Record<string, User>>>> = {
  'cognito-idp': {
    'AWS::Cognito::UserPool': [IDENTITY, 'new UserPool('],
    'AWS::Cognito::UserPoolClient': [IDENTITY, "addClient('EndUsers'"],
    'AWS::Cognito::UserPoolDomain': [IDENTITY, "addDomain('TokenEndpoint'"],
    'AWS::Cognito::UserPoolGroup': [IDENTITY, 'new CfnUserPoolGroup('],
    'AWS::Cognito::UserPoolResourceServer': [IDENTITY, "addResourceServer('Api'"],
  },
  dynamodb: { 'AWS::DynamoDB::GlobalTable': ['lib/constructs/tables.ts', 'new TableV2('] },
  events: { 'AWS::Events::Rule': ['lib/constructs/tenant-schedule.ts', 'new Rule('] },
  'execute-api': {
    'AWS::ApiGateway::Authorizer': [API, 'new CognitoUserPoolsAuthorizer('],
    'AWS::ApiGateway::Deployment': [API, 'new RestApi('],
    'AWS::ApiGateway::GatewayResponse': [API, 'addGatewayResponse('],
    'AWS::ApiGateway::Method': [API, 'addMethod('],
    'AWS::ApiGateway::Model': [MODELS, 'addModel('],
    'AWS::ApiGateway::RequestValidator': [MODELS, 'addRequestValidator('],
    'AWS::ApiGateway::Resource': [API, 'resourceForPath('],
    'AWS::ApiGateway::RestApi': [API, 'new RestApi('],
    'AWS::ApiGateway::Stage': [API, 'deployOptions:'],
  },
  kms: { 'AWS::KMS::Key': ['lib/stacks/data-stack.ts', 'new Key('] },
  lambda: {
    'AWS::Lambda::EventSourceMapping': ['lib/constructs/work-queue.ts', 'new SqsEventSource('],
    'AWS::Lambda::Function': [FUNCTION, 'new NodejsFunction('],
    'AWS::Lambda::LayerVersion': ['lib/constructs/image-layer.ts', 'new LayerVersion('],
    'AWS::Lambda::Permission': [API, 'new CfnPermission('],
  },
  logs: { 'AWS::Logs::LogGroup': [FUNCTION, 'new LogGroup('] },
  monitoring: {
    'AWS::CloudWatch::Alarm': ['lib/constructs/operations-alarms.ts', 'new Alarm('],
    'AWS::CloudWatch::Dashboard': ['lib/constructs/operations-dashboard.ts', 'new Dashboard('],
  },
  rekognition: {
    'AWS::Rekognition::Collection': ['lib/constructs/face-collections.ts', 'new CfnCollection('],
  },
  s3: {
    'AWS::S3::Bucket': [EVIDENCE, 'new Bucket('],
    'AWS::S3::BucketPolicy': [EVIDENCE, 'enforceSSL: true'],
  },
  servicequotas: {},
  sqs: { 'AWS::SQS::Queue': ['lib/constructs/work-queue.ts', 'new Queue('] },
  ssm: { 'AWS::SSM::Parameter': ['lib/constructs/import-bucket-parameters.ts', 'new StringParameter('] },
  states: { 'AWS::StepFunctions::StateMachine': ['lib/constructs/workflow.ts', 'new StateMachine('] },
  sts: {},
};
