import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Keeps the files of a project together, in the order of the projects in the config: only then do they share a process.
 * Within a project the longest file comes first, by the times of the last run.
 */
export class ProjectSequencer extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const names = this.ctx.projects.map(({ name }) => name);
    const place = ({ project }: TestSpecification): number => names.indexOf(project.name);
    const sorted = await super.sort(specifications);
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
