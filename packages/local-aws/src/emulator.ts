import type { IncomingHttpHeaders } from 'node:http';

/** Who signed a request: the role whose access key the caller used, or the person at the keyboard. */
export interface Principal {
  /** `owner` may do everything (the aws CLI, tests, the demo); `role` is held to its policies. */
  readonly kind: 'owner' | 'role' | 'anonymous';
  readonly accessKeyId: string | undefined;
  /** ARN of the role that a `role` principal acts as. */
  readonly roleArn: string | undefined;
  /** Session tags of an assumed role: what `${aws:PrincipalTag/...}` stands for. */
  readonly tags: Readonly<Record<string, string>>;
}

/** One HTTP request to one AWS service, already routed by target, credential scope or path. */
export interface CloudRequest {
  readonly method: string;
  /** Path and query as they were sent; S3 keys are still percent-encoded. */
  readonly url: URL;
  /** Names are lower-case. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values by turns, spelt as they were sent; absent on calls from inside the local cloud. */
  readonly rawHeaders?: readonly string[];
  readonly body: Buffer;
  /** Operation in `X-Amz-Target`, after the dot, if that header was sent. */
  readonly operation: string | undefined;
  readonly principal: Principal;
  readonly requestId: string;
}

export interface CloudResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** One resource of a synthesized template, intrinsics resolved. */
export interface TemplateResource {
  readonly stack: string;
  readonly logicalId: string;
  /** CloudFormation type, such as `AWS::DynamoDB::GlobalTable`. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Its value of `Ref`. */
  readonly ref: string;
  readonly arn: string | undefined;
  /** `Retain`, `Delete` ... as the template has it. */
  readonly deletionPolicy: string | undefined;
}

/** One permission that a request needs before it is carried out. */
export interface AccessCheck {
  /** IAM action, such as `dynamodb:PutItem`. */
  readonly action: string;
  /** ARN that the action touches; `*` where AWS has no resource for it. */
  readonly resource: string;
  /** Condition keys that the request itself carries, such as `dynamodb:LeadingKeys`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** One AWS service on the laptop. Every service is behind this and is started, routed and stopped alike. */
export interface Emulator {
  /** Name in the SigV4 credential scope: `dynamodb`, `s3`, `states` ... */
  readonly service: string;
  /** Names of the operations that it serves; `test/served-operations.ts` lists their users. */
  readonly operations: readonly string[];
  /**
   * CloudFormation types that this service creates; a type that no service names is listed as not emulated.
   */
  readonly resourceTypes: readonly string[];
  /** Creates what the templates declare and keeps what is already there: it runs at every start. */
  provision(resources: readonly TemplateResource[]): Promise<void>;
  /** Answers a request; throws {@link AwsError} for what AWS would refuse. */
  handle(request: CloudRequest): Promise<CloudResponse>;
  /** IAM checks of a request; omit it if the service requires no permission. */
  accessChecks?(request: CloudRequest): readonly AccessCheck[];
  /** Finishes or parks work in flight and closes files; nothing of the service runs afterwards. */
  close(): Promise<void>;
}
