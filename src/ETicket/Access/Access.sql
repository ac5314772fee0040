-- « À qui sont ces comptes » — the adults of family files who own logins, with the address their file bears. A login is the adult's whose address it bears; or of the only adult of its
-- file. In a file of two adults a login without address is nobody's: one adult never receives what opens the account of the other. It runs as its owner, for whoever forgot a password
-- belongs to no structure yet.
create or replace function login_owners(p_logins uuid[])
returns table (login_id uuid, user_name text, structure_id uuid, structure_name text, family_id uuid, family_name text, guardian_id uuid, first_name text, address text)
language sql stable security definer set search_path = public as $$
  select l.id, l.user_name, s.id, s.name, f.id, f.name, g.id, g.first_name, coalesce(trim(g.email), '')
  from login l
  join login_access a on a.login_id = l.id and a.role = 'Parent' and a.ended_at is null
  join structure s on s.id = a.structure_id
  join family f on f.structure_id = a.structure_id and f.id = a.family_id
  join guardian g on g.structure_id = f.structure_id and g.family_id = f.id and g.kind = 'Guardian' and g.left_at is null
  where l.id = any(p_logins)
    and ((trim(g.email) <> '' and lower(trim(l.email)) = lower(trim(g.email)))
         -- Whoever left counts: their login is not the property of those who stay. Trusted persons sign in nowhere.
         or not exists (select from guardian o where o.structure_id = g.structure_id and o.family_id = g.family_id and o.kind = 'Guardian' and o.id <> g.id))
  order by g.id
$$;

-- The same, as far as letters reach them: whoever has no address yet is told nothing, and gives one on the page of their account.
create or replace function login_adults(p_logins uuid[])
returns table (login_id uuid, user_name text, structure_id uuid, structure_name text, family_id uuid, family_name text, guardian_id uuid, first_name text, address text)
language sql stable security definer set search_path = public as $$
  select * from login_owners(p_logins) o where o.address <> '' order by o.guardian_id
$$;

-- « Qui entre avec cette adresse » — the adults of a file who own a login of it, whether their address is written or not: the file lets nobody change it, for a new password goes there.
create or replace function login_holders(p_structure uuid, p_family uuid) returns setof uuid language sql stable as $$
  select distinct g.id
  from guardian g
  join login_access a on a.structure_id = g.structure_id and a.family_id = g.family_id and a.role = 'Parent' and a.ended_at is null
  join login l on l.id = a.login_id
  where g.structure_id = p_structure and g.family_id = p_family and g.kind = 'Guardian'
    and (lower(trim(l.email)) = lower(trim(g.email))
         or not exists (select from guardian o where o.structure_id = g.structure_id and o.family_id = g.family_id and o.kind = 'Guardian' and o.id <> g.id))
$$;

-- « Mot de passe oublié » — the same, asked by an address: only the logins whose owner's file bears it. One address in, whatever the capitals and spaces around.
create or replace function login_reset_find(p_address text)
returns table (login_id uuid, user_name text, structure_id uuid, structure_name text, family_id uuid, family_name text, guardian_id uuid, first_name text, address text)
language sql stable security definer set search_path = public as $$
  select x.*
  from login_adults(array(
    select a.login_id from guardian g join login_access a on a.structure_id = g.structure_id and a.family_id = g.family_id and a.role = 'Parent' and a.ended_at is null
    where lower(trim(g.email)) = lower(trim(p_address)) and g.kind = 'Guardian' and g.left_at is null)) x
  where lower(x.address) = lower(trim(p_address))
$$;

-- « Trouver sa structure » — those whose door is open to new families, by postal code or by their own code, or one of them: asked by whoever belongs to none yet. Names and places, which
-- are public, and nothing else.
create or replace function structure_find(p_typed text, p_structure uuid default null)
returns table (id uuid, name text, postal_code text, town text)
language sql stable security definer set search_path = public as $$
  select s.id, s.name, s.postal_code, s.town from structure s
  where s.opens_registration and (s.id = p_structure or trim(p_typed) in (s.postal_code) or upper(trim(p_typed)) = s.registration_code)
  order by s.name, s.id
$$;

-- A letter that is gone, or never goes, keeps no link that opens something.
create or replace function outbox_forgets_links() returns trigger language plpgsql as $$
begin
  new.variables := jsonb_set(new.variables, array[case new.name when 'PasswordReset' then 'reset_address' when 'SecondAccountInvitation' then 'accept_address' else 'confirm_address' end], '""');
  return new;
end $$;
create or replace trigger outbox_forgets_links before update of state on outbox_letter
  for each row when (new.name in ('PasswordReset', 'EmailConfirm', 'RegistrationConfirm', 'SecondAccountInvitation') and new.state in ('sent', 'dropped')) execute function outbox_forgets_links();
