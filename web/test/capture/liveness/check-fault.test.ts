import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CHECK_FAULTS, checkFaultOf } from '../../../src/capture/liveness/check-fault.ts';

const TYPES = 'dist/types/components/FaceLivenessDetector/service/types/error.d.ts';

describe('a check without a result', () => {
  it.each(CHECK_FAULTS)('has the fault that the component names: %s', (fault) => {
    expect(checkFaultOf(fault)).toBe(fault);
  });

  it('is one of the camera where there is none any more', () => {
    expect(checkFaultOf('DEFAULT_CAMERA_NOT_FOUND_ERROR')).toBe('CAMERA_ACCESS_ERROR');
  });

  it('is a fault of running for every other state', () => {
    expect(checkFaultOf('FRESHNESS_TIMEOUT')).toBe('RUNTIME_ERROR');
    expect(checkFaultOf('')).toBe('RUNTIME_ERROR');
  });

  it('has no fault that the component does not know', async () => {
    const component = new URL('../', import.meta.resolve('@aws-amplify/ui-react-liveness'));
    const types = await readFile(new URL(TYPES, new URL('../', component)), 'utf8');
    expect(CHECK_FAULTS.filter((fault) => !types.includes(`readonly ${fault}:`))).toEqual([]);
  });
});
