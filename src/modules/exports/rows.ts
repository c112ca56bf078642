// A file as it stands in the table.
export type ExportRow = {
  readonly id: string
  readonly number: string
  readonly status: string
  readonly list: string
  readonly asked: unknown
  readonly format: string
  readonly personal: boolean
  readonly reason: string
  readonly asked_by_id: string
  readonly asked_as: string
  readonly scopes: string[] | null
  readonly asked_at: Date
  readonly known_to: string[]
  readonly rows_found: number | null
  readonly looked_at: Date | null
  readonly decided_by_id: string | null
  readonly decided_at: Date | null
  readonly words: string
  readonly rows_made: number
  readonly bytes: number | null
  readonly sha256: Buffer | null
  readonly sealed_key: Buffer | null
  readonly made_at: Date | null
  readonly kept_until: Date | null
  readonly trouble: string
  readonly downloads: number
  readonly downloaded_at: Date | null
}
