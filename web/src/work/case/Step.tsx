// A step as a button, with what came of it beside it.
import type { ReactNode } from 'react';
import { ActionButton, type TransitionData } from '../../design/ActionButton';
import type { ButtonLook } from '../../design/Button';
import { Trouble } from '../../design/Trouble';
import { isPlainStep, type PlainStep, useStep } from '../steps';

type Props = {
  transition: TransitionData;
  found: { id: string; version: number };
  look?: ButtonLook;
  children?: ReactNode;
};

export function Step({ transition, ...rest }: Props) {
  return isPlainStep(transition.name) ? (
    <Plain name={transition.name} transition={transition} {...rest} />
  ) : null;
}

function Plain({ name, transition, found, look, children }: Props & { name: PlainStep }) {
  const act = useStep(name);
  return (
    <div className="stack">
      <ActionButton
        transition={transition}
        look={look}
        pending={act.pending}
        onAct={() => act.run({ input: { evaluationId: found.id, expectedVersion: found.version } })}
      >
        {children}
      </ActionButton>
      <Trouble act={act} />
    </div>
  );
}
