-- Of when the levers are, where it is not the instant of the answer: of bookings that lock the price of their quote, and of what
-- becomes of them. It says of those bookings, too, as of when they were priced.
alter table journal.entry add column levers_at timestamptz;

-- Bookings of before have the instant of their quote, as long as that is kept. What became of them needs none: no lever of
-- theirs ever changed by itself.
update journal.entry booked
set levers_at = quoted.at
from journal.booking taken, journal.entry quoted
where booked.kind = 'BOOKING' and taken.id = booked.booking and quoted.id = substr(taken.quote, 1, 36)::uuid;
