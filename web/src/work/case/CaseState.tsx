// The state of a case in a word, marked by how the case stands to its result.
import type { ReactNode } from 'react';
import { StateBadge, type StateTone } from '../../design/StateBadge';

export type Standing = 'UNDER_WAY' | 'IN_FORCE' | 'SUSPENDED' | 'ENDED';

const tones: Record<Standing, StateTone> = {
  UNDER_WAY: 'active',
  IN_FORCE: 'good',
  SUSPENDED: 'warn',
  ENDED: 'neutral',
};

export function CaseState({ standing, children }: { standing: Standing; children: ReactNode }) {
  return (
    <StateBadge tone={tones[standing]} shape={standing === 'ENDED' ? 'square' : undefined}>
      {children}
    </StateBadge>
  );
}
