// The sign of the house: a voice and its echo.
export const Mark = ({ size = 30 }: { size?: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
    <circle cx="9.5" cy="16" r="2.6" fill="currentColor" />
    <g fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round">
      <path d="M15 10.2a8 8 0 0 1 0 11.6" />
      <path d="M20 6a14 14 0 0 1 0 20" opacity=".6" />
    </g>
  </svg>
)
