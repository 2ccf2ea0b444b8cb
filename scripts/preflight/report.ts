import type { CheckedFinding, Finding } from './preflight.ts';

const LABELS: Readonly<Record<Finding['level'], string>> = {
  blocks: 'BLOCKS',
  warns: 'warning',
  fine: 'ok',
};

/** Writes findings for people: what is wrong, and below it what to do. */
export function report(stage: string, findings: readonly CheckedFinding[]): string {
  const lines = findings.flatMap(({ check, level, what, todo }) => [
    `  ${LABELS[level].padEnd(9)}${check.padEnd(13)}${what}`,
    ...(todo === undefined ? [] : [`${' '.repeat(24)}-> ${todo}`]),
  ]);
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const end = `${count('blocks')} of the findings block the deployment, ${count('warns')} are warnings`;
  return `\n  preflight of stage ${stage}\n\n${lines.join('\n')}\n\n  ${end}\n`;
}

export const isBlocked = (findings: readonly Finding[]): boolean =>
  findings.some(({ level }) => level === 'blocks');
