# The portal, for docker-compose.yml. One image serves pages and applies migrations ("migrate").
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
# Packages first: this layer is rebuilt only when a lock file changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ETicket/ETicket.csproj src/ETicket/packages.lock.json src/ETicket/
COPY src/ETicket.Tresor/ETicket.Tresor.csproj src/ETicket.Tresor/packages.lock.json src/ETicket.Tresor/
COPY src/ETicket.Web/ETicket.Web.csproj src/ETicket.Web/packages.lock.json src/ETicket.Web/
RUN dotnet restore src/ETicket.Web --locked-mode
COPY templates* templates/
COPY src src
RUN dotnet publish src/ETicket.Web -c Release --no-restore -o /app -p:UseAppHost=false

# This image, unlike the "chiseled" ones, knows French (ICU) and the hour of Paris (tzdata).
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
# Runtimes before 10.0.13 lack security corrections: a stale base image stops the build here.
RUN version=$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \([0-9.]*\).*/\1/p') \
    && printf '%s\n' 10.0.13 "$version" | sort -VC \
    && test -e /usr/share/zoneinfo/Europe/Paris
WORKDIR /app
COPY --from=build /app .
# The portal's own setting says where it listens; the base image's is emptied, so that no two settings disagree.
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS= \
    Portal__Address=http://*:8080 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "ETicket.Web.dll"]
