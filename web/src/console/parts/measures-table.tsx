import { gaugeOf, limitText, type Measure, measureName, measureValue } from '../format/gauge.ts';
import { GaugeBar } from './gauge-bar.tsx';

/** Measured values, each against its limit. @param caption what was measured */
export function MeasuresTable({
  of,
  caption,
}: {
  readonly of: readonly Measure[];
  readonly caption: string;
}) {
  if (of.length === 0) return null;
  return (
    <table className="measures">
      <caption className="unseen">{caption}</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">Measure</th>
          <th scope="col">Value</th>
          <th scope="col">Bar</th>
          <th scope="col">Limit</th>
        </tr>
      </thead>
      <tbody>
        {of.map((measure) => {
          const gauge = gaugeOf(measure);
          return (
            <tr key={measure.name}>
              <th scope="row">{measureName(measure)}</th>
              <td className="measures-value">{measureValue(measure)}</td>
              <td>{gauge && <GaugeBar gauge={gauge} />}</td>
              <td className="measures-limit">{limitText(measure)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
