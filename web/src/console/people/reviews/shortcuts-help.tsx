import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { SHORTCUTS } from './shortcuts.ts';
import type { useShortcuts } from './use-shortcuts.ts';

interface ShortcutsHelpProps {
  readonly shortcuts: ReturnType<typeof useShortcuts>;
  readonly onClose: () => void;
}

/** Keys of the page of a case, and the switch that turns them off. */
export const ShortcutsHelp = ({ shortcuts, onClose }: ShortcutsHelpProps) => (
  <Modal visible header="Keys" onDismiss={onClose} closeAriaLabel="Close">
    <SpaceBetween size="m">
      <Toggle checked={shortcuts.isOn} onChange={({ detail }) => shortcuts.turn(detail.checked)}>
        Use single keys on this page
      </Toggle>
      <dl className="keys">
        {SHORTCUTS.map(({ key, text }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </SpaceBetween>
  </Modal>
);
