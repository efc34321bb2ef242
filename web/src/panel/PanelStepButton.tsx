// A step of panel or commission as a button; nothing where the person never takes it.
import type { ReactNode } from 'react';
import { ActionButton, type TransitionData } from '../design/ActionButton';
import type { ButtonLook } from '../design/Button';
import { Trouble } from '../design/Trouble';
import { type PanelStep, usePanelStep } from './steps';

type Props = {
  name: PanelStep;
  found: { id: string; version: number; transitions: readonly TransitionData[] };
  look?: ButtonLook;
  children?: ReactNode;
};

export function PanelStepButton({ name, found, look, children }: Props) {
  const act = usePanelStep(name);
  const transition = found.transitions.find((one) => one.name === name);
  if (!transition) return null;
  return (
    <div className="stack">
      <ActionButton
        transition={transition}
        look={look}
        pending={act.pending}
        onAct={() => void act.run({ input: { evaluationId: found.id, expectedVersion: found.version } })}
      >
        {children}
      </ActionButton>
      <Trouble act={act} />
    </div>
  );
}
