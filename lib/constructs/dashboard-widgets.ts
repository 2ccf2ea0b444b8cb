import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';

/** Time that a point of a graph stands for. */
export const PERIOD = Duration.minutes(5);
const WIDTH = 8;

/** Begins a part of the dashboard. */
export function heading(title: string, text: string): TextWidget {
  return new TextWidget({ markdown: `## ${title}\n${text}`, width: 24, height: 2 });
}

/** A graph of metrics, a third of the dashboard wide. */
export function graph(title: string, left: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: [...left], width: WIDTH, height: 6 });
}
