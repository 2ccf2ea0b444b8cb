import { useState } from 'react';
import { formatAge } from '../text/format.ts';
import type { ShownAlarm } from './alarm.ts';
import { AlarmState } from './alarm-states.tsx';

interface AlarmPanelProps {
  readonly alarms: readonly ShownAlarm[];
  readonly now: number;
}

/** All alarms with what they found, since when, and what to do; quiet ones are folded away. */
export function AlarmPanel({ alarms, now }: AlarmPanelProps) {
  const [isOpen, setOpen] = useState(false);
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  const shown = isOpen ? alarms : ringing;
  return (
    <section className="panel alarms" aria-labelledby="alarms">
      <header>
        <h2 id="alarms">Alarms</h2>
        <p className={`state ${ringing.length > 0 ? 'alarm' : 'ok'}`}>
          {ringing.length > 0
            ? `${ringing.length} of ${alarms.length} in alarm`
            : `None of ${alarms.length} in alarm`}
        </p>
        <button type="button" className="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Only those in alarm' : 'Show all alarms'}
        </button>
      </header>
      {shown.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="scrolls" aria-label="List of alarms" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Alarm</th>
                <th scope="col">State</th>
                <th scope="col">Since</th>
                <th scope="col">Found</th>
                <th scope="col">What to do</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((alarm) => (
                <AlarmRow key={alarm.arn} alarm={alarm} now={now} />
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </section>
  );
}

const AlarmRow = ({ alarm, now }: { readonly alarm: ShownAlarm; readonly now: number }) => (
  <tr>
    <th scope="row">
      {alarm.title}
      <small>{alarm.why}</small>
    </th>
    <td>
      <AlarmState state={alarm.state} />
    </td>
    <td>
      <time dateTime={new Date(alarm.since).toISOString()}>{formatAge(now - alarm.since)}</time>
    </td>
    <td>{alarm.found}</td>
    <td>
      {alarm.anchor === undefined ? null : (
        <a href={`/ops/runbook#${alarm.anchor}`}>
          Runbook<span className="unseen"> for {alarm.title}</span>
        </a>
      )}
    </td>
  </tr>
);
