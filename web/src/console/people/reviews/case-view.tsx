import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState } from 'react';
import { useOperator } from '../../api/operator-context.tsx';
import { AuditTrail } from '../../parts/audit-trail.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { ReasonModal } from '../../parts/reason-modal.tsx';
import { AssignModal } from './assign-modal.tsx';
import { CaseFacts } from './case-facts.tsx';
import { CaseImages } from './case-images.tsx';
import { choicesOf, standing } from './case-state.ts';
import { type CaseDetail, QUESTIONS } from './case-words.ts';
import { DecisionForm } from './decision-form.tsx';
import { EarlierDecisions, Findings } from './findings.tsx';
import { KeyHint, useKeyHint } from './key-hint.tsx';
import { Notes } from './notes.tsx';
import { shortcutHint } from './shortcut-hint.ts';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { useCaseCalls } from './use-case-calls.ts';
import { useDecision } from './use-decision.ts';
import { useShortcuts } from './use-shortcuts.ts';

interface CaseViewProps {
  readonly found: CaseDetail;
  /** Reads the case again. */
  readonly onChanged: () => void;
}

/** A review case with what an operator may do with it. */
export function CaseView({ found, onChanged }: CaseViewProps) {
  const operator = useOperator();
  const choices = choicesOf(found, operator);
  const calls = useCaseCalls(found.id, onChanged);
  const decision = useDecision(found, onChanged);
  const [open, setOpen] = useState<'reopen' | 'assign' | 'help'>();
  const [shown, setShown] = useState(0);
  const noteField = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState('');
  const hint = useKeyHint();
  const shortcuts = useShortcuts((shortcut) => {
    const findings = found.possible_findings.length;
    const why = shortcutHint(shortcut, { choices, findings, isChosen: decision.chosen !== undefined });
    hint.show(why);
    if (why !== undefined) return;
    if (shortcut.does === 'take') calls.take.run();
    if (shortcut.does === 'give_back') calls.giveBack.run();
    if (shortcut.does === 'show_images') setShown((times) => times + 1);
    if (shortcut.does === 'choose') decision.choose(shortcut.place);
    if (shortcut.does === 'decide') decision.submit();
    if (shortcut.does === 'note') noteField.current?.querySelector('textarea')?.focus();
    if (shortcut.does === 'help') setOpen((now) => (now === 'help' ? undefined : 'help'));
  });
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description={standing(found, operator)}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="keyboard" onClick={() => setOpen('help')}>
                  Keys
                </Button>
                {choices.reopen && <Button onClick={() => setOpen('reopen')}>Reopen</Button>}
                {choices.assign && <Button onClick={() => setOpen('assign')}>Assign to another</Button>}
                {choices.giveBack && (
                  <Button loading={calls.giveBack.isRunning} onClick={calls.giveBack.run}>
                    Give back
                  </Button>
                )}
                {choices.take && (
                  <Button variant="primary" loading={calls.take.isRunning} onClick={calls.take.run}>
                    Take
                  </Button>
                )}
              </SpaceBetween>
            }
          >
            {QUESTIONS[found.reason]}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {calls.error !== undefined && <ProblemAlert error={calls.error} />}
          <CaseFacts found={found} />
        </SpaceBetween>
      </Container>
      <CaseImages found={found} mayView={choices.viewImages} asked={shown} />
      {choices.decide && <DecisionForm found={found} decision={decision} hasOpenNote={draft.trim() !== ''} />}
      <Findings found={found} />
      <div ref={noteField}>
        <Notes found={found} mayAdd={choices.addNote} draft={draft} onDraft={setDraft} onAdded={onChanged} />
      </div>
      <EarlierDecisions found={found} />
      <AuditTrail target={`/review-cases/${found.id}`} changes={found.revision} />
      <KeyHint text={hint.text} />
      {open === 'help' && <ShortcutsHelp shortcuts={shortcuts} onClose={() => setOpen(undefined)} />}
      {open === 'assign' && (
        <AssignModal onAssign={calls.assignTo} onClose={() => setOpen(undefined)} current={found.assignee} />
      )}
      {open === 'reopen' && (
        <ReasonModal
          title="Reopen this case?"
          confirm="Reopen"
          onConfirm={calls.reopen}
          onClose={() => setOpen(undefined)}
        >
          It is decided anew. What was decided stays on the page; a session that has gone on does not change.
        </ReasonModal>
      )}
    </SpaceBetween>
  );
}
