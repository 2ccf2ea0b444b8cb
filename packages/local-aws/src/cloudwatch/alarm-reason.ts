export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** How AWS writes what each comparison has found. */
const COMPARED: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanOrEqualToThreshold: 'less than or equal to',
  LessThanThreshold: 'less than',
};

interface Compared {
  readonly ComparisonOperator: string;
  readonly Threshold?: number;
  readonly TreatMissingData?: string;
}

/**
 * Says why an alarm has its state, as AWS does but for the times of the datapoints: the reason of one that is
 * OK begins with "Threshold Crossed" as well, and goes on by what was not crossed.
 * @param values of the periods, undefined where there is none
 */
export function alarmReason(
  state: AlarmState,
  values: readonly (number | undefined)[],
  { ComparisonOperator, Threshold = 0, TreatMissingData = 'missing' }: Compared,
): string {
  const present = values.filter((value) => value !== undefined);
  if (state === 'INSUFFICIENT_DATA') return `Insufficient Data: ${counted(values.length)} unknown.`;
  if (present.length === 0)
    return `Threshold Crossed: no datapoints were received for ${values.length} ${values.length === 1 ? 'period' : 'periods'} and ${counted(values.length, 'missing ')} treated as [${treated(TreatMissingData)}].`;
  const numbers = present.map(decimal).join(', ');
  const compared = `${state === 'ALARM' ? '' : 'not '}${COMPARED[ComparisonOperator]}`;
  const [datapoints, were] = present.length === 1 ? ['datapoint', 'was'] : ['datapoints', 'were'];
  return `Threshold Crossed: ${present.length} ${datapoints} [${numbers}] ${were} ${compared} the threshold (${decimal(Threshold)}).`;
}

const counted = (count: number, kind = ''): string =>
  count === 1 ? `1 ${kind}datapoint was` : `${count} ${kind}datapoints were`;

/** `notBreaching` of the API is `NonBreaching` in a reason. */
const treated = (missing: string): string =>
  missing === 'notBreaching' ? 'NonBreaching' : `${missing[0]?.toUpperCase()}${missing.slice(1)}`;

const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));
