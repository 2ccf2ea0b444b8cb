import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { LONGEST_FILES } from './longest-files.ts';

/**
 * Keeps the files of a project together, in the order of the projects in the config: only then do they share a process.
 * Within a project the longest files come first, and then the others as Vitest orders them.
 */
export class ProjectSequencer extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const names = this.ctx.projects.map(({ name }) => name);
    const place = ({ project }: TestSpecification): number => names.indexOf(project.name);
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST_FILES.indexOf(relative(this.ctx.config.root, moduleId));
      return index < 0 ? LONGEST_FILES.length : index;
    };
    const sorted = await super.sort(specifications);
    return sorted.toSorted((one, other) => place(one) - place(other) || rank(one) - rank(other));
  }
}
