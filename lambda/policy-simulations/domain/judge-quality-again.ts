import { judgeStoredQuality } from '../../images/domain/judge-stored-quality.ts';
import type { FaceQualityLimits, ImageRole } from '../../images/domain/quality-gate.ts';
import type { Check } from '../../kernel/check.ts';
import { certain, type JudgedAgain, unknown, unmeasured } from './judged-again.ts';

/** Whether a quality check has measured one face; one that saw none, or several, has only counted them. */
const hasMeasuredFace = ({ measures }: Check): boolean => measures.length > 1;

/** Judges a stored quality check by other limits. What refused the image before a face was measured stays. */
export function judgeQualityAgain(
  check: Check | undefined,
  limits: FaceQualityLimits,
  role: ImageRole,
): JudgedAgain {
  if (!check) return unknown('check_not_made');
  if (!hasMeasuredFace(check)) return unmeasured(check);
  const { reasons, isComplete } = judgeStoredQuality(check.measures, limits, role);
  return isComplete ? certain(reasons) : unknown('measure_not_taken', reasons);
}
