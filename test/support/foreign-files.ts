// Files as other platforms write them, with invented cases.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function fileOf(content: string | Buffer, name = 'file'): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-formats-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

export const petition = (id: number, more: object = {}) => ({
  ...{ type: 'petition', id, links: { self: `https://petition.parliament.uk/petitions/${id}.json` } },
  attributes: {
    ...{ action: `Petition ${id}`, background: 'Streets are dark.', additional_details: 'Very dark.', state: 'open' },
    ...{ signature_count: 42, created_at: '2026-03-01T09:00:00.000Z', opened_at: '2026-03-04T09:00:00.000Z' },
    ...{ closed_at: null, rejected_at: null, response_threshold_reached_at: null, government_response: null },
    ...{ debate_threshold_reached_at: null, debate_outcome_at: null, debate: null, rejection: null },
    ...{ departments: [{ acronym: 'DfT', name: 'Department for Transport' }], creator_name: 'Somebody Real' },
    ...more,
  },
})
const response = { responded_on: '2026-05-10', summary: 'We will look.', details: '<p>Lamps cost money.</p>' }
export const petitions = [
  petition(1),
  petition(2, { signature_count: 12_000, response_threshold_reached_at: '2026-04-01T10:00:00.000Z' }),
  petition(3, {
    ...{
      signature_count: 130_000,
      response_threshold_reached_at: '2026-03-20T10:00:00.000Z',
      government_response: response,
    },
    ...{ debate_threshold_reached_at: '2026-04-20T10:00:00.000Z', debate_outcome_at: '2026-06-01T10:00:00.000Z' },
    debate: { overview: 'Members agreed.', transcript_url: 'https://hansard.example/1' },
  }),
  petition(4, {
    ...{ state: 'rejected', opened_at: null, rejected_at: '2026-03-08T09:00:00.000Z', signature_count: 6 },
    ...{ rejection: { code: 'duplicate', details: 'There is one like it.' }, departments: [] },
  }),
  petition(5, {
    state: 'closed',
    closed_at: '2026-05-04T22:59:59.000Z',
    opened_at: '2025-11-04T09:00:00.000Z',
    created_at: '2025-11-01T09:00:00.000Z',
  }),
  petition(6, { signature_count: 10 ** 12, government_response: { ...response, responded_on: '2020-01-01' } }),
]

export const asked = {
  requested_datetime: '2026-06-10T06:37:38Z',
  updated_datetime: '2026-06-11T06:37:38Z',
  status: 'closed',
}

export const decidimCsv = [
  'id;category/id;category/name/en;participatory_space/id;participatory_space/url;component/id;title/en;title/zh-Hant;body/en;state;reference;answer/en;supports;comments;published_at;answered_at;url;address',
  '11;1;Streets;2;https://d.example/p;3;Lamps;;"<p>Too dark;',
  'and narrow.</p>";accepted;D-11;<p>Yes.</p>;17;0;2026-01-05 10:00:00 UTC;2026-03-01 09:00:00 UTC;https://d.example/p/11;Main St. 1',
  '12;;;2;https://d.example/p;3;;長凳;坐著;;D-12;;3;0;2026-05-20 10:00:00 UTC;;https://d.example/p/12;',
  '13;;;2;https://d.example/p;3;Gone;;text;withdrawn;D-13;;0;0;2026-05-20 10:00:00 UTC;;;',
  '14;;;2;https://d.example/p;3;No day;;text;rejected;D-14;<p>No.</p>;1;0;2026-05-20 10:00:00 UTC;;;',
  '15;;;2;https://d.example/p;3;;;text;;D-15;;1;0;2026-05-20 10:00:00 UTC;;;',
  '16;;;2;https://d.example/p;3;Bad day;;text;;D-16;;1;0;2026-02-30 10:00:00 UTC;;;',
].join('\n')

export const consulCsv = [
  'id,title,description,external_url,cached_votes_up,comments_count,hot_score,confidence_score,created_at,summary,video_url,geozone_id,retired_at,retired_reason,retired_explanation',
  '1,Trees,"<p>More ""trees""</p>",https://t.example,120,4,1,2,2026-05-02 17,Shade,,,,,',
  '2,Old,<p>x</p>,,7,0,1,2,2020-03-02 17,,,,,,',
  '3,Mine,<p>x</p>,,2,0,1,2,2026-05-02 17,,,,2026-05-20,duplicated,There is another',
  '4,Bad,<p>x</p>,,many,0,1,2,2026-05-02 17,,,,,,',
].join('\r\n')

export const requests = [
  {
    service_request_id: '101',
    title: 'Hole',
    service_name: 'Road',
    description: 'Deep.',
    status: 'closed',
    status_notes: 'Filled.',
    agency_responsible: 'Roads',
    requested_datetime: '2026-04-14T06:37:38-08:00',
    updated_datetime: '2026-05-01T06:37:38-08:00',
    expected_datetime: null,
    address: '8th St',
    media_url: 'https://m.example/1.jpg',
    requestor_name: 'Somebody Real',
  },
  {
    service_request_id: 102,
    service_name: 'Lamp',
    description: '',
    status: 'open',
    status_notes: 'On its way.',
    requested_datetime: '2026-06-10T06:37:38Z',
    updated_datetime: '2026-06-11T06:37:38Z',
  },
  {
    service_request_id: '103',
    service_name: 'Bin',
    description: 'Full',
    status: 'closed',
    status_notes: '',
    requested_datetime: '2026-06-10T06:37:38Z',
  },
  { service_request_id: '104', description: 'When?', status: 'open', requested_datetime: 'yesterday' },
]
