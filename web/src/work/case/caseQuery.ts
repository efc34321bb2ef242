// What the case page asks, for everybody: the server leaves out what a person may not read.
import { graphql, type ResultOf } from '../../app/graph';
import { deadlineFields } from '../../design/Deadline';
import { openingFields } from '../../design/Openings';
import { reasonFields } from '../../design/Reasons';
import { holdFields } from '../secretary/Holds';
import { conflictFields } from './Conflicts';
import { documentRequestFields } from './DocumentRequests';
import { generalFields } from './GeneralSteps';
import { extensionFields } from './MoreTime';

export const uploadFields = graphql(
  `fragment UploadFields on Upload {
    id fileName size received state url criterionCodes documentRequestId trackId refusal { ...ReasonFields } document { id }
  }`,
  [reasonFields],
);

export const documentFields = graphql(`
  fragment DocumentFields on EvidenceDocument {
    id title classification personalData datedOn outdated criterionCodes version redacts { id title }
    current { id number fileName mediaType size pageCount uploadedAt scan url shownUrl thumbnailUrl reusedFrom deletedAt deletedFor }
  }
`);

const statementFields = graphql(`
  fragment StatementFields on Statement {
    id kind title { ru en } by text late at documents { id title current { url deletedAt deletedFor } }
  }
`);

export const caseQuery = graphql(
  `query Case($number: String!) {
    viewer { person { id }
      evaluation(number: $number) {
        id number version stateSince openedAt myRoles publicationNumber schoolHidden heldBack { ...ReasonFields }
        school { id name { ru en } municipality { name { ru en } } }
        framework { id title { ru en } }
        criteria { id code parentCode title { ru en } scored evidenceRequired }
        notApplicable { code title { ru en } }
        process { code version title { ru en } blinding blindingNote { ru en } outcomes { code title { ru en } positive } states { code final title { ru en } titleForSchool { ru en } } deadlines { name title { ru en } days } }
        standing state { code title { ru en } titleForSchool { ru en } waitingFor final }
        deadlines { ...DeadlineFields behind }
        currentDeadline { ...DeadlineFields }
        transitions { ...GeneralFields }
        ...ConflictFields
        ...ExtensionFields
        ...DocumentRequestFields
        ...HoldFields
        notices { id kind title { ru en } told { name { ru en } } writtenAt state refusal }
        remarks { id text criterionCode createdAt }
        selfAssessments { criterion { code } score text version }
        documents { ...DocumentFields }
        uploads { ...UploadFields }
        seats { id lead recused constituency reviewState person { name { ru en } } progress { done total } }
        renews renewedBy
        newerVersions { version changes { kind part before after } blockedBy { ...ReasonFields } }
        statements { ...StatementFields }
        signatures { done total }
        possibleAppealMembers { id name { ru en } }
        tracks {
          id kind version title { ru en } text owner dueAt met
          state { code title { ru en } final }
          transitions { ...GeneralFields }
          statements { ...StatementFields }
          takesDocuments documents { id title current { url deletedAt deletedFor } }
          members { chair recused ruling person { id name { ru en } } }
          hearing {
            eligible quorum present castingVote
            rulings { name title { ru en } votesFor carried byCastingVote }
          }
        }
        surveys { id state title { ru en } answered issued }
        meeting { heldAt }
        decision { outcome { code title { ru en } positive } validTo }
        openings { ...OpeningFields }
        history { at title { ru en } by { ru en } from { code title { ru en } } to { code title { ru en } } note }
      }
    }
  }`,
  [
    generalFields,
    reasonFields,
    deadlineFields,
    uploadFields,
    documentFields,
    conflictFields,
    extensionFields,
    documentRequestFields,
    holdFields,
    openingFields,
    statementFields,
  ],
);

type Viewer = NonNullable<ResultOf<typeof caseQuery>['viewer']>;
export type CaseData = NonNullable<Viewer['evaluation']>;
export type DocumentData = CaseData['documents'][number];
export type UploadData = CaseData['uploads'][number];
