package org.calliope.ims.registration;

class MemoryRegistrationsTest extends RegistrationsContract {

    @Override
    protected Registrations open() {
        return new MemoryRegistrations();
    }
}
