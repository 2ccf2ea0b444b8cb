import { z } from 'zod';

const LAYER_VERSION = /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):\d{12}:layer:[A-Za-z0-9_-]{1,140}:\d+$/;

/** Settings of traces within functions, beside those of the services, which are always on. */
export const tracingSchema = z.strictObject({
  /**
   * Version of a layer with the AWS Distro for OpenTelemetry for JavaScript, of the stage's region.
   * @see https://aws-otel.github.io/docs/getting-started/lambda
   */
  layerArn: z.string().regex(LAYER_VERSION, {
    error: (issue) =>
      `tracing layer "${String(issue.input)}" is not the ARN of a version of a layer; write it as arn:aws:lambda:eu-west-1:615299751070:layer:AWSOpenTelemetryDistroJs:10`,
  }),
});

/** Variables with which a function runs under the layer's wrapper and sends its traces to X-Ray. */
export const TRACING_VARIABLES = {
  AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-instrument',
  // needs permissions of its own and creates metrics of its own
  OTEL_AWS_APPLICATION_SIGNALS_ENABLED: 'false',
} as const;

/** Region of a layer version, which only functions of that region may use. */
export const regionOfLayer = (arn: string): string | undefined => LAYER_VERSION.exec(arn)?.[1];
