import type { ShownAlarm } from './alarm.ts';

const NAMES: Readonly<Record<ShownAlarm['state'], string>> = {
  ALARM: 'In alarm',
  INSUFFICIENT_DATA: 'Not evaluated yet',
  OK: 'OK',
};

/** State of an alarm in words, with its color. */
export const AlarmState = ({ state }: Pick<ShownAlarm, 'state'>) => (
  <span className={`state ${state.toLowerCase()}`}>{NAMES[state]}</span>
);

/** Alarms as small as a dashboard shows them. */
export const AlarmStates = ({ alarms }: { readonly alarms: readonly ShownAlarm[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
  <section className="scrolls" aria-label="States of alarms" tabIndex={0}>
    <ul className="alarm-states">
      {alarms.map((alarm) => (
        <li key={alarm.arn} className={`state ${alarm.state.toLowerCase()}`}>
          {alarm.title}
          <span className="unseen">: {NAMES[alarm.state]}</span>
        </li>
      ))}
    </ul>
  </section>
);
