import { measuredCall } from './measured-call.ts';
import { emitMetric } from './metrics.ts';
import { systemClock } from './system.ts';

/** Counts and times every call of Rekognition. */
export const measured = measuredCall(emitMetric, systemClock);
